package studio.atelier.ui.gallery;

import studio.atelier.gallery.GalleryDetail;
import studio.atelier.model.GeneratedImage;
import studio.atelier.model.Job;
import studio.atelier.model.JobStatus;
import studio.atelier.model.Messages;
import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterValue;
import studio.atelier.model.ReferenceImage;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A picture's detail in words: as lines for the panel and as one text for the clipboard.
final class DetailText {
    /// A label and its value, as one line of the panel.
    record Line(String label, String value) {}

    private static final double UNIT = 1000;

    private final Messages messages = Messages.of("gallery");
    private final ZoneId zone;
    private final DateTimeFormatter time;

    DetailText(ZoneId zone, Locale locale) {
        this.zone = zone;
        this.time = DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM).withLocale(locale);
    }

    /// Every parameter the job was made with, by the labels its workflow gives them; additions to the prompts
    /// only when there are any.
    List<Line> parameters(GalleryDetail detail) {
        Job job = detail.job();
        List<Line> lines = new ArrayList<>();
        for (String name : inOrder(detail)) {
            job.parameters()
                    .value(name)
                    .ifPresent(value -> lines.add(new Line(label(detail, name), text(value))));
        }
        addIfPresent(lines, "detail.positive-suffix", job.parameters().positiveSuffix());
        addIfPresent(lines, "detail.negative-suffix", job.parameters().negativeSuffix());
        return lines;
    }

    /// The names of the job's parameters as its workflow orders them; the database does not keep an order.
    private static Set<String> inOrder(GalleryDetail detail) {
        Set<String> names = new LinkedHashSet<>();
        detail.workflow()
                .ifPresent(flow -> flow.parameters().forEach(each -> names.add(each.name())));
        names.addAll(detail.job().parameters().values().keySet());
        return names;
    }

    Optional<String> seed(GalleryDetail detail) {
        return detail.job().seed().isPresent()
                ? Optional.of(String.valueOf(detail.job().seed().getAsLong()))
                : Optional.empty();
    }

    /// What a person should know of how the job ended, besides its status.
    Optional<String> note(GalleryDetail detail) {
        Job job = detail.job();
        return job.status() == JobStatus.COMPLETED && job.cancelRequestedAt().isPresent()
                ? Optional.of(messages.text("detail.finished-before-cancel"))
                : Optional.empty();
    }

    /// From what, where and when.
    List<Line> making(GalleryDetail detail) {
        Job job = detail.job();
        List<Line> lines = new ArrayList<>();
        detail.workflow().ifPresent(workflow -> add(lines, "detail.workflow", workflow.name()));
        detail.reference()
                .ifPresent(
                        reference -> {
                            add(lines, "detail.reference", reference.filename());
                            addIfPresent(lines, "detail.category", reference.category());
                        });
        addIfPresent(lines, "detail.engine", job.engine().orElse(""));
        add(lines, "detail.attempt", String.valueOf(Math.max(1, job.attempt())));
        add(lines, "detail.created", when(job.createdAt()));
        job.startedAt().ifPresent(at -> add(lines, "detail.started", when(at)));
        job.completedAt().ifPresent(at -> add(lines, "detail.completed", when(at)));
        duration(job).ifPresent(took -> add(lines, "detail.duration", took));
        job.promptId().ifPresent(id -> add(lines, "detail.engine-job", id.value()));
        return lines;
    }

    /// The picture's file.
    List<Line> file(GalleryDetail detail) {
        List<Line> lines = new ArrayList<>();
        detail.image()
                .ifPresent(
                        image -> {
                            add(lines, "detail.file", image.filename());
                            pixels(image).ifPresent(size -> add(lines, "detail.pixels", size));
                            if (image.bytes() > 0) {
                                add(lines, "detail.bytes", bytes(image.bytes()));
                            }
                        });
        return lines;
    }

    /// Everything, for the clipboard.
    String all(GalleryDetail detail) {
        List<Line> lines = new ArrayList<>();
        detail.model().ifPresent(model -> add(lines, "detail.model", model.name()));
        add(lines, "detail.prompt", detail.job().positivePrompt());
        add(lines, "detail.negative", detail.job().negativePrompt());
        seed(detail).ifPresent(seed -> add(lines, "detail.seed", seed));
        lines.addAll(parameters(detail));
        lines.addAll(making(detail));
        lines.addAll(file(detail));
        return lines.stream()
                .map(line -> line.label() + ": " + line.value())
                .collect(Collectors.joining("\n"));
    }

    /// For the title of the lightbox: whose picture, from which reference.
    String title(GalleryDetail detail) {
        String reference = detail.reference().map(ReferenceImage::filename).orElse("");
        String model = detail.model().map(found -> found.name()).orElse("");
        if (model.isEmpty() || reference.isEmpty()) {
            return model + reference;
        }
        return messages.text("detail.title", model, reference);
    }

    static String bytes(long count) {
        if (count < UNIT) {
            return count + " B";
        }
        double kilo = count / UNIT;
        return kilo < UNIT
                ? String.format(Locale.getDefault(), "%.0f kB", kilo)
                : String.format(Locale.getDefault(), "%.1f MB", kilo / UNIT);
    }

    static String took(Duration duration) {
        long minutes = duration.toMinutes();
        if (minutes == 0) {
            double seconds = duration.toMillis() / UNIT;
            return String.format(Locale.getDefault(), "%.1f s", seconds);
        }
        return minutes < 60
                ? minutes + " min " + duration.toSecondsPart() + " s"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }

    private static Optional<String> duration(Job job) {
        return job.startedAt()
                .flatMap(
                        from ->
                                job.completedAt()
                                        .filter(to -> !to.isBefore(from))
                                        .map(to -> took(Duration.between(from, to))));
    }

    private static Optional<String> pixels(GeneratedImage image) {
        return image.width() > 0 && image.height() > 0
                ? Optional.of(image.width() + " × " + image.height())
                : Optional.empty();
    }

    private String when(Instant at) {
        return time.format(at.atZone(zone));
    }

    private String label(GalleryDetail detail, String name) {
        return detail.workflow().stream()
                .flatMap(workflow -> workflow.parameters().stream())
                .filter(definition -> definition.name().equals(name))
                .map(ParameterDefinition::label)
                .filter(label -> !label.isBlank())
                .findFirst()
                .orElse(name);
    }

    private String text(ParameterValue value) {
        return switch (value) {
            case ParameterValue.Flag(boolean on) -> messages.text(on ? "flag.on" : "flag.off");
            case ParameterValue.Decimal number -> number.text();
            case ParameterValue.Text(String text) -> text;
        };
    }

    private void add(List<Line> lines, String key, String value) {
        lines.add(new Line(messages.text(key), value));
    }

    private void addIfPresent(List<Line> lines, String key, String value) {
        if (!value.isBlank()) {
            add(lines, key, value);
        }
    }
}
