package studio.atelier.drill;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Where a drill's chances come from: a seed that it prints, and that `-Ddrill.seed=N` sets.
public record DrillSeed(long value) {
    private static final String PROPERTY = "drill.seed";
    private static final String SCALE = "drill.scale";

    /// The one that was asked for, else another each day.
    public static DrillSeed asked() {
        return new DrillSeed(Long.getLong(PROPERTY, System.nanoTime() >>> 20));
    }

    public RandomGenerator random() {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(value);
    }

    /// How much longer than usual, for a soak: `-Ddrill.scale=10`.
    public static int scaled(int usual) {
        return usual * Integer.getInteger(SCALE, 1);
    }

    /// The command that repeats a drill.
    public String replay(Class<?> drill) {
        return "mvn -Pdrills -Dtest=%s -D%s=%d verify"
                .formatted(drill.getSimpleName(), PROPERTY, value);
    }
}
