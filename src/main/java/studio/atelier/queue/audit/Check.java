package studio.atelier.queue.audit;

/// One comparison. It blocks, puts in place what it can, and notes what it found.
interface Check {
    /// @throws studio.atelier.model.StudioException when database or store are out of reach
    void run(Findings findings);
}
