package studio.atelier.queue.audit;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A report in words, the same on the command line and on the screen.
public final class AuditWords {
    private final Messages messages = Messages.of("audit");

    /// Counts and names by kind; the last line says how many are missing.
    public List<String> lines(AuditReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(messages.text("compared", report.pictures(), report.objects()));
        for (Finding.Kind kind : Finding.Kind.values()) {
            List<Finding> found = report.of(kind);
            if (!found.isEmpty()) {
                lines.add(messages.text("kind." + nameOf(kind), found.size()));
                found.forEach(one -> lines.add(item(one)));
            }
        }
        report.unreachable().stream().map(Problem::sentence).forEach(lines::add);
        lines.add(messages.text("missing", report.missing()));
        return lines;
    }

    /// The stable name of a kind, for machines.
    public static String nameOf(Finding.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String item(Finding found) {
        if (found.job().isEmpty()) {
            return messages.text("item.name", found.name());
        }
        String job = found.job().get().toString();
        return found.name().equals(job)
                ? messages.text("item.job", job)
                : messages.text("item.name-and-job", found.name(), job);
    }
}
