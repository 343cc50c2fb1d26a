package studio.atelier.model;

import java.util.Locale;
import java.util.Optional;

/// Where a job stands. The database holds the lower-case name; the older web client knows the same words.
public enum JobStatus {
    QUEUED,
    PROCESSING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /// True when nothing more happens by itself.
    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }

    /// Retry makes a failed or cancelled job queued again; a picture that came after a cancel completes it.
    public boolean canBecome(JobStatus next) {
        return switch (this) {
            case QUEUED -> next == PROCESSING || next == CANCELLED || next == FAILED;
            case PROCESSING -> next != PROCESSING;
            case FAILED, CANCELLED -> next == QUEUED || next == COMPLETED;
            case COMPLETED -> false;
        };
    }

    public String databaseName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Empty for a word that no version of Atelier or the older client writes.
    public static Optional<JobStatus> fromDatabase(String word) {
        for (JobStatus status : values()) {
            if (status.databaseName().equals(word)) {
                return Optional.of(status);
            }
        }
        return Optional.empty();
    }
}
