package studio.atelier.app.sample;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// How one sample looks.
///
/// @param garment colour of what the figure wears
/// @param colours five colours of the scene: far, middle, near, light, accent
record Look(
        SampleReference reference,
        int width,
        int height,
        Pose pose,
        int garment,
        int[] colours,
        long seed) {
    enum Pose {
        STANDING,
        SELFIE,
        WALKING,
        HAND_ON_HIP,
        ARMS_UP
    }

    int far() {
        return colours[0];
    }

    int middle() {
        return colours[1];
    }

    int near() {
        return colours[2];
    }

    int light() {
        return colours[3];
    }

    int accent() {
        return colours[4];
    }

    RandomGenerator random() {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
    }
}
