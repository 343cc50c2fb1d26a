package studio.atelier.engine;

import studio.atelier.engine.demo.DemoEngineServer;
import studio.atelier.engine.demo.DemoFaults;
import studio.atelier.engine.demo.DemoOptions;
import studio.atelier.engine.demo.DemoProfile;
import studio.atelier.engine.runpod.RunPodServer;
import studio.atelier.engine.runpod.RunPodWork;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/// The kinds of engine, each with a server to try it against.
enum EngineKind {
    DEMO,
    COMFYUI,
    RUNPOD_INLINE,
    RUNPOD_LINK;

    /// Whether our own id of a job is the one that it runs under.
    boolean takesOurId() {
        return this == DEMO || this == COMFYUI;
    }

    /// @param job how long one job takes
    Server start(Path folder, Duration job) {
        return switch (this) {
            case DEMO -> new Comfy(folder, job, DemoProfile.V0_33, true);
            case COMFYUI -> new Comfy(folder, job, DemoProfile.V0_3_64, false);
            case RUNPOD_INLINE -> new RunPod(job, RunPodWork.Ending.INLINE);
            case RUNPOD_LINK -> new RunPod(job, RunPodWork.Ending.LINK);
        };
    }

    /// A server of one kind.
    interface Server extends AutoCloseable {
        /// A new client of it.
        Engine engine();

        int accepted();

        void loseTheNextAnswer();

        @Override
        void close();
    }

    private static final class Comfy implements Server {
        private final DemoEngineServer server;
        private final boolean demo;

        Comfy(Path folder, Duration job, DemoProfile profile, boolean demo) {
            this.server =
                    DemoEngineServer.start(
                            DemoOptions.in(folder.resolve("engine"))
                                    .withJobDuration(job)
                                    .withProfile(profile));
            this.demo = demo;
        }

        @Override
        public Engine engine() {
            var address = ComfyAddress.of(server.address().toString());
            return new ComfyEngine("Engine", address, demo, InstantSource.system());
        }

        @Override
        public int accepted() {
            return server.ledger().submissions().size();
        }

        @Override
        public void loseTheNextAnswer() {
            server.faults().answer("POST /prompt", new DemoFaults.Answer.DropAfterAccepting(), 1);
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private static final class RunPod implements Server {
        private final RunPodServer server = new RunPodServer();

        RunPod(Duration job, RunPodWork.Ending ending) {
            server.take(Duration.ZERO, job);
            server.endWith(ending);
        }

        @Override
        public Engine engine() {
            return server.engine("Engine");
        }

        @Override
        public int accepted() {
            return server.works().size();
        }

        @Override
        public void loseTheNextAnswer() {
            server.next("run", new RunPodServer.Fault.Lost());
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
