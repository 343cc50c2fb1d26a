package studio.atelier.ui.generate.caption;

import studio.atelier.captions.CaptionProgress;
import studio.atelier.captions.CaptionReport;
import studio.atelier.captions.CaptionsAddress;
import studio.atelier.model.Messages;
import studio.atelier.model.Problem;

/// What is said of captioning.
final class CaptionWords {
    private static final Messages MESSAGES = Messages.of("captions");

    String beginning(int pictures) {
        return MESSAGES.text("run.progress", 0, pictures, 0);
    }

    String progress(CaptionProgress now) {
        String line =
                MESSAGES.text("run.progress", now.total() - now.left(), now.total(), now.failed());
        return now.waitingWords()
                .map(until -> MESSAGES.text("run.waiting", line, until))
                .orElse(line);
    }

    String stopping() {
        return MESSAGES.text("run.stopping");
    }

    /// What ended it comes first: the numbers only say how much it is about.
    String ended(CaptionReport report, boolean stopped) {
        String sum =
                MESSAGES.text(
                        "run.done",
                        report.written().size(),
                        report.failed().size(),
                        report.left().size(),
                        report.skipped().size(),
                        report.elsewhere());
        return report.halted()
                .map(problem -> MESSAGES.text("run.halted", problem.sentence(), sum))
                .orElse(stopped ? MESSAGES.text("run.stopped", sum) : sum);
    }

    /// All that ends a run and concerns the service: its address, its key, its model, or how fast it is asked.
    boolean isMendedInSettings(Problem problem) {
        return problem.code().startsWith("captions-");
    }

    /// Empty when nothing is left.
    String retry(CaptionReport report) {
        int unfinished = report.unfinished().size();
        if (unfinished == 0) {
            return "";
        }
        return report.left().isEmpty() ? MESSAGES.text("run.retry", unfinished) : goOn(unfinished);
    }

    String goOn(int pictures) {
        return MESSAGES.text("run.go-on", pictures);
    }

    String service(CaptionsAddress service) {
        return MESSAGES.text(
                "pane.service",
                place(service),
                service.likelyModel().orElseGet(() -> MESSAGES.text("pane.model.first")),
                service.perMinute());
    }

    private static String place(CaptionsAddress service) {
        return service.base().getPort() < 0
                ? service.base().getHost()
                : service.base().getHost() + ":" + service.base().getPort();
    }
}
