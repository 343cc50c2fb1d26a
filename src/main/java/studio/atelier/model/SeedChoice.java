package studio.atelier.model;

/// How the jobs of a batch get their seeds.
public sealed interface SeedChoice {
    /// Drawn anew for every job and recorded with it.
    record Random() implements SeedChoice {}

    /// The first variation uses `seed`, the next `seed + 1` and so on, the same for every reference.
    ///
    /// @param seed 0 to `Long.MAX_VALUE`
    record Fixed(long seed) implements SeedChoice {
        public Fixed {
            if (seed < 0) {
                throw new IllegalArgumentException("a seed is not negative: " + seed);
            }
        }
    }
}
