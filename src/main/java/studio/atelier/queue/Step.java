package studio.atelier.queue;

import studio.atelier.model.JobId;

/// The moments between which a process may die without losing or doubling a job. Each has its drill: the drills
/// go through this list, so a step that is added here is drilled too, and one that is never reached fails them.
public enum Step {
    /// The row is ours; nothing was chosen or sent.
    CLAIMED,
    /// Our prompt id is committed; nothing was sent.
    ID_COMMITTED,
    /// The engine has answered; that it has the job is not committed.
    SENT,
    /// It is committed that the engine has the job.
    ACCEPTED,
    /// The engine is done; nothing was fetched.
    ENDED,
    /// A picture came whole; a next start would not find it yet.
    DOWNLOADED,
    /// A picture is kept on the local disk, and the engine is not asked for it again.
    FETCHED,
    /// A picture lies in the object store; no row says so.
    STORED,
    /// All pictures lie there; the commit is next.
    COMPLETING,
    /// Pictures and the end of the job are committed; nobody was told, and the local copies are still there.
    COMPLETED,
    /// The local copies are gone.
    RELEASED;

    /// Sees jobs pass. Called on the job's thread, for each job at each step.
    public interface Witness {
        void reached(Step step, JobId job);
    }
}
