package studio.atelier.queue.audit;

import studio.atelier.model.JobId;

import java.util.Optional;

/// One thing that an audit found.
///
/// @param name of the object, the file or the job
public record Finding(Kind kind, String name, Optional<JobId> job) {
    /// In the order in which they are told.
    public enum Kind {
        /// A recorded picture whose object is not in the store.
        MISSING(true),
        /// A recorded picture whose object has another size or other bytes.
        CHANGED(true),
        /// A completed job of which no picture is recorded.
        NO_PICTURE(true),
        /// A reference whose file is not in the store.
        REFERENCE_MISSING(true),
        /// A reference whose file has another size or other bytes than it had.
        REFERENCE_CHANGED(true),
        /// Brought home from the engine or from the local disk.
        COLLECTED(false),
        /// An object without a row that belongs to a job, and has its row now.
        ADOPTED(false),
        /// A picture that was found under another name.
        MOVED(false),
        /// An object without a row that belongs to nobody.
        ORPHAN(false),
        /// A downloaded picture on the local disk that no job waits for.
        UNCLAIMED(false);

        private final boolean loss;

        Kind(boolean loss) {
            this.loss = loss;
        }

        /// Whether a picture is not where it should be.
        public boolean isLoss() {
            return loss;
        }
    }

    static Finding of(Kind kind, String name) {
        return new Finding(kind, name, Optional.empty());
    }

    static Finding of(Kind kind, String name, JobId job) {
        return new Finding(kind, name, Optional.of(job));
    }
}
