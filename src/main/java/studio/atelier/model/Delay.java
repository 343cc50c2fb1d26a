package studio.atelier.model;

/// Why an engine that starts its machines on demand lets a job wait.
public enum Delay {
    /// Machines are up and busy.
    OTHERS_FIRST,
    /// A machine is being started for it, which takes seconds to minutes.
    COLD_START,
    /// There is no free GPU for another machine.
    NO_GPU_FREE,
    /// There is no machine, and none comes: probably the endpoint may have none.
    NO_WORKERS
}
