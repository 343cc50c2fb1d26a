package studio.atelier.checks;

import studio.atelier.model.Messages;
import studio.atelier.model.Problem;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The words of a report, for people and, in `nameOf`, for programs.
public final class CheckWords {
    private final Messages messages = Messages.of("checks");

    public String subject(Subject subject, String name) {
        String words = messages.text("subject." + nameOf(subject));
        return name.isEmpty() ? words : messages.text("subject.named", words, name);
    }

    public String step(Step step) {
        return messages.text("step." + nameOf(step));
    }

    public String outcome(Outcome outcome) {
        return messages.text("outcome." + nameOf(outcome));
    }

    public String summary(CheckReport report) {
        return messages.text(report.isFine() ? "summary.fine" : "summary.failed");
    }

    /// A heading, a line for each step, and for each problem what happened and what to do.
    public List<String> lines(CheckReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(subject(report.subject(), report.name()));
        for (StepResult result : report.steps()) {
            lines.add(
                    messages.text(
                                    result.detail().isEmpty() ? "line" : "line.detail",
                                    outcome(result.outcome()),
                                    step(result.step()),
                                    result.detail())
                            .stripTrailing());
            for (Problem problem : result.problems()) {
                lines.add("          " + problem.sentence());
                problem.action().lines().forEach(line -> lines.add("          " + line));
            }
        }
        return lines;
    }

    /// Stable, for example `sign-in`.
    public static String nameOf(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String encryption(boolean https) {
        return text(https ? "web.tls" : "web.plain");
    }

    static String text(String key, Object... arguments) {
        return Messages.of("checks").text(key, arguments);
    }
}
