package studio.atelier.queue;

import studio.atelier.db.NewImage;
import studio.atelier.model.Problem;

import java.util.List;

/// How one run of a job ended, before it is written down.
sealed interface JobOutcome {
    /// @param firstUrl address of the first picture
    record Completed(List<NewImage> images, String firstUrl) implements JobOutcome {
        public Completed {
            images = List.copyOf(images);
        }
    }

    /// Whether it is tried again is decided when it is written down.
    record Failed(Problem problem) implements JobOutcome {}

    /// Failed for good, whatever the problem says: what could be tried again was.
    record GivenUp(Problem problem) implements JobOutcome {}

    /// This engine lacks something for it that another one may have.
    record ForAnother(Problem problem) implements JobOutcome {}

    record Cancelled() implements JobOutcome {}

    /// This process stops: somebody else takes the job up where it stands.
    record LetGo() implements JobOutcome {}

    /// Somebody else has the job already: nothing may be written.
    record LeaseLost() implements JobOutcome {}
}
