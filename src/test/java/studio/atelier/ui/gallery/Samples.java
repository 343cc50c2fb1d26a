package studio.atelier.ui.gallery;

import studio.atelier.gallery.GalleryDetail;
import studio.atelier.gallery.GalleryKey;
import studio.atelier.model.BatchId;
import studio.atelier.model.GeneratedImage;
import studio.atelier.model.ImageId;
import studio.atelier.model.Job;
import studio.atelier.model.JobId;
import studio.atelier.model.JobStatus;
import studio.atelier.model.LoraModel;
import studio.atelier.model.ModelId;
import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterType;
import studio.atelier.model.ParameterValue;
import studio.atelier.model.Parameters;
import studio.atelier.model.Problem;
import studio.atelier.model.PromptId;
import studio.atelier.model.ReferenceId;
import studio.atelier.model.ReferenceImage;
import studio.atelier.model.Workflow;
import studio.atelier.model.WorkflowId;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Jobs and pictures to show.
final class Samples {
    static final List<LoraModel> MODELS =
            List.of(model(1, "Milan"), model(2, "Skyler"), model(3, "Sky"), model(4, "Cam"));
    static final List<ReferenceImage> REFERENCES =
            List.of(
                    reference(1, "dune.jpg", "beach", "white linen dress, walking on a dune"),
                    reference(2, "hallway.jpg", "mirror", "orange top, mirror selfie"),
                    reference(3, "softbox.jpg", "studio", "grey backdrop, soft light"),
                    reference(4, "crossing.jpg", "street", "denim jacket, evening street"),
                    reference(5, "pier.jpg", "beach", "striped shirt, wooden pier at dawn"),
                    reference(6, "dresser.jpg", "mirror", "silk blouse, vintage dresser"));
    static final Workflow WORKFLOW =
            new Workflow(
                    new WorkflowId(1),
                    "Image to image with LoRA",
                    "img2img-lora",
                    "",
                    "{}",
                    List.of(
                            decimal("denoise", "Denoise"),
                            decimal("cfg", "CFG"),
                            decimal("steps", "Steps"),
                            decimal("lora_strength", "LoRA strength")));
    private static final Instant START = Instant.parse("2026-11-23T14:05:00Z");

    private Samples() {}

    static FakeLibrary library() {
        return new FakeLibrary(MODELS, List.of(WORKFLOW), REFERENCES);
    }

    /// A finished picture of job `number`, with the image id ten times its number.
    static GalleryDetail picture(int number) {
        return picture(number, number * 10L);
    }

    static GalleryDetail picture(int number, long imageId) {
        GeneratedImage image =
                new GeneratedImage(
                        new ImageId(imageId),
                        new JobId(number),
                        0,
                        String.format("milan_%s_%05d_.png", reference(number).stem(), number),
                        "",
                        1024,
                        number % 3 == 0 ? 1024 : 1344,
                        1_482_313,
                        START.plusSeconds(number * 60L),
                        Optional.empty());
        return detail(number, imageId, JobStatus.COMPLETED, Optional.of(image), Optional.empty());
    }

    /// A job that has no picture.
    static GalleryDetail job(int number, JobStatus status) {
        Optional<Problem> problem =
                status == JobStatus.FAILED
                        ? Optional.of(
                                Problem.detailed(
                                        Problem.Kind.LORA_MISSING,
                                        "Value not in list: lora_name: 'milan.safetensors'",
                                        "milan.safetensors",
                                        "Demo engine"))
                        : Optional.empty();
        return detail(number, 0, status, Optional.empty(), problem);
    }

    static List<GalleryDetail> pictures(int from, int to) {
        List<GalleryDetail> newestFirst = new ArrayList<>();
        for (int number = to; number >= from; number--) {
            newestFirst.add(picture(number));
        }
        return newestFirst;
    }

    static GalleryKey key(int number) {
        return new GalleryKey(number, number * 10L);
    }

    private static GalleryDetail detail(
            int number,
            long imageId,
            JobStatus status,
            Optional<GeneratedImage> image,
            Optional<Problem> problem) {
        LoraModel model = MODELS.get(number % MODELS.size());
        ReferenceImage reference = reference(number);
        boolean started = status != JobStatus.QUEUED;
        Instant created = START.plusSeconds(number * 60L);
        Job job =
                new Job(
                        new JobId(number),
                        Optional.of(new BatchId(1)),
                        Optional.of(model.id()),
                        Optional.of(WORKFLOW.id()),
                        Optional.of(reference.id()),
                        1,
                        OptionalLong.of(834_671_290_113L + number),
                        status,
                        model.triggerWord()
                                + ", long brunette hair, tan skin, "
                                + reference.caption()
                                + ", neutral lighting",
                        "blonde hair, light hair, pale skin, blurry, deformed, bad anatomy",
                        parameters(),
                        Optional.of(new PromptId("5f0c6b1e-6f38-4c0e-9a5a-93d1c7a4b2e0")),
                        started ? Optional.of("Demo engine") : Optional.empty(),
                        started ? 1 : 0,
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        problem,
                        created,
                        started ? Optional.of(created.plusSeconds(4)) : Optional.empty(),
                        status.isFinal()
                                ? Optional.of(created.plusMillis(16_400))
                                : Optional.empty());
        return new GalleryDetail(
                new GalleryKey(number, imageId),
                job,
                image,
                Optional.of(model),
                Optional.of(WORKFLOW),
                Optional.of(reference));
    }

    private static Parameters parameters() {
        Map<String, ParameterValue> values = new LinkedHashMap<>();
        values.put("denoise", ParameterValue.of(0.75));
        values.put("cfg", ParameterValue.of(3.8));
        values.put("steps", ParameterValue.of(28));
        values.put("lora_strength", ParameterValue.of(0.65));
        return new Parameters(values, "golden hour", "");
    }

    static ReferenceImage reference(int number) {
        return REFERENCES.get(number % REFERENCES.size());
    }

    private static LoraModel model(int id, String name) {
        String slug = name.toLowerCase(java.util.Locale.ROOT);
        return new LoraModel(
                new ModelId(id),
                name,
                slug,
                "tan",
                "brunette",
                "long brunette hair",
                slug + ".safetensors",
                slug,
                "blonde hair, light hair, pale skin");
    }

    private static ReferenceImage reference(
            int id, String filename, String category, String caption) {
        return new ReferenceImage(
                new ReferenceId(id),
                filename,
                category,
                category + "/" + filename,
                caption,
                Optional.empty(),
                Optional.empty(),
                1024,
                1344,
                204_800);
    }

    private static ParameterDefinition decimal(String name, String label) {
        return new ParameterDefinition(
                name,
                label,
                "",
                ParameterType.DECIMAL,
                Optional.of(BigDecimal.ZERO),
                Optional.of(BigDecimal.TEN),
                Optional.of(BigDecimal.ONE),
                ParameterValue.of(1),
                List.of(),
                Optional.empty(),
                false);
    }
}
