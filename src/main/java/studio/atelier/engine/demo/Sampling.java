package studio.atelier.engine.demo;

/// How a sampler reports while it works. The callback may throw `Interrupted`.
interface Sampling {
    /// Waits as long as one step takes, then reports it.
    ///
    /// @param preview draws an early stage; only asked when somebody looks
    void step(
            int step, int steps, java.util.function.Supplier<java.awt.image.BufferedImage> preview);
}
