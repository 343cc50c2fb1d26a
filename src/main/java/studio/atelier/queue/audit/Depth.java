package studio.atelier.queue.audit;

/// How closely an audit looks.
public enum Depth {
    /// By names and sizes, and at engines only for the latest jobs: cheap enough for every start.
    QUICK,
    /// By names and sizes, for all jobs.
    FULL,
    /// As `FULL`, and every stored picture is read and compared by its hash.
    DEEP
}
