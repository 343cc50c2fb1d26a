package studio.atelier.ui.kit;

import javafx.css.PseudoClass;
import javafx.scene.control.Label;

import studio.atelier.model.JobStatus;
import studio.atelier.model.Messages;

import java.util.Locale;

/// A job's status in a word and a colour.
public final class StatusBadge extends Label {
    public StatusBadge() {
        getStyleClass().add("status-badge");
    }

    public StatusBadge(JobStatus status) {
        this();
        show(status);
    }

    public void show(JobStatus status) {
        setText(text(status));
        for (JobStatus each : JobStatus.values()) {
            pseudoClassStateChanged(state(each), each == status);
        }
    }

    /// The word for a status, as everywhere in the studio.
    public static String text(JobStatus status) {
        return Messages.of("kit").text("status." + status.name().toLowerCase(Locale.ROOT));
    }

    private static PseudoClass state(JobStatus status) {
        return PseudoClass.getPseudoClass(status.name().toLowerCase(Locale.ROOT));
    }
}
