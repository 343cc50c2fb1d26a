/// RunPod Serverless endpoints that run worker-comfyui: jobs are sent whole, asked for by polling, and their
/// pictures come inside the answer or as links to an S3 bucket. There is no websocket.
@NullMarked
package studio.atelier.engine.runpod;

import org.jspecify.annotations.NullMarked;
