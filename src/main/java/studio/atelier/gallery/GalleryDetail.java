package studio.atelier.gallery;

import studio.atelier.model.GeneratedImage;
import studio.atelier.model.Job;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.Workflow;

import java.util.Optional;

/// Everything known of one picture, for the lightbox.
public record GalleryDetail(
        GalleryKey key,
        Job job,
        Optional<GeneratedImage> image,
        Optional<LoraModel> model,
        Optional<Workflow> workflow,
        Optional<ReferenceImage> reference) {}
