package studio.atelier.engine.demo;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Colours from dark to light, chosen by words of the prompt and varied by the seed.
record Palette(int[] stops) {
    private static final Map<String, String> BY_WORDS = new LinkedHashMap<>();

    static {
        BY_WORDS.put("orange coral apricot", "2b1730 8c3049 e2673f f7b267 fff1d6");
        BY_WORDS.put("sunset golden sunrise", "2a1a40 93406b ec7b57 fbc06d fff3d4");
        BY_WORDS.put("beach sea ocean sand bikini", "0c3347 1e7f92 79c7c1 f1d9b2 fff6e6");
        BY_WORDS.put("street city dusk night neon car", "121633 353a78 8f5a98 f2976e ffe6b3");
        BY_WORDS.put("pink rose blush", "3a1335 953762 e07a93 f7bfba fff2ec");
        BY_WORDS.put("red crimson", "2b0f1a 8a1f33 d4473f f3a27d ffeedd");
        BY_WORDS.put("blue denim navy", "0d1b3c 28528f 6c9fd3 bcd9ee f5fbfe");
        BY_WORDS.put("green olive forest garden", "10281f 2e5f44 7ba765 d2dca4 f8f8e4");
        BY_WORDS.put("yellow gold mustard", "37250f 8f611c dfa93f f5dd90 fffae4");
        BY_WORDS.put("purple violet lavender lilac", "1f1540 563a8c 9c78c9 d9c2ea fbf5ff");
        BY_WORDS.put("mirror selfie bedroom linen beige", "2c2838 6e6378 bda9a6 e9d8ca fdf7f0");
        BY_WORDS.put("studio backdrop grey gray neutral", "20242e 4c5768 9ba6b0 dcd6cc faf7f2");
        BY_WORDS.put("black white monochrome", "17171b 515259 9a999b d8d5d1 fbfaf7");
    }

    /// The first two kinds of colour that the text names, or what the seed likes, mixed with an accent.
    static Palette of(String text, RandomGenerator random) {
        List<Palette> all = BY_WORDS.values().stream().map(Palette::parse).toList();
        List<Palette> named = new ArrayList<>();
        String lower = text.toLowerCase(Locale.ROOT);
        BY_WORDS.forEach(
                (words, stops) -> {
                    for (String word : words.split(" ", -1)) {
                        if (lower.contains(word)) {
                            named.add(parse(stops));
                            return;
                        }
                    }
                });
        Palette main = named.isEmpty() ? pick(all, random) : pick(named, random);
        Palette accent = pick(all, random);
        return main.mixed(accent, 0.18 + 0.3 * random.nextDouble())
                .turned((random.nextDouble() - 0.5) * 0.11);
    }

    private static Palette pick(List<Palette> palettes, RandomGenerator random) {
        return palettes.get(random.nextInt(palettes.size()));
    }

    private static Palette parse(String stops) {
        String[] parts = stops.split(" ", -1);
        int[] colours = new int[parts.length];
        for (int i = 0; i < parts.length; i++) {
            colours[i] = Integer.parseInt(parts[i], 16);
        }
        return new Palette(colours);
    }

    private Palette mixed(Palette other, double share) {
        int[] colours = new int[stops.length];
        for (int i = 0; i < stops.length; i++) {
            colours[i] = mix(stops[i], other.stops[i], share);
        }
        return new Palette(colours);
    }

    /// Turns all hues by a part of the circle.
    private Palette turned(double turn) {
        int[] colours = new int[stops.length];
        for (int i = 0; i < stops.length; i++) {
            float[] hsb =
                    Color.RGBtoHSB(
                            (stops[i] >> 16) & 255, (stops[i] >> 8) & 255, stops[i] & 255, null);
            colours[i] = Color.HSBtoRGB((float) (hsb[0] + turn), hsb[1], hsb[2]) & 0xffffff;
        }
        return new Palette(colours);
    }

    /// @param lightness 0 to 1
    int at(double lightness) {
        double position = Math.clamp(lightness, 0, 1) * (stops.length - 1);
        int index = (int) Math.min(stops.length - 2, Math.floor(position));
        return mix(stops[index], stops[index + 1], position - index);
    }

    static int mix(int a, int b, double share) {
        int part = (int) (Math.clamp(share, 0, 1) * 256);
        int red = (((a >> 16) & 255) * (256 - part) + ((b >> 16) & 255) * part) >> 8;
        int green = (((a >> 8) & 255) * (256 - part) + ((b >> 8) & 255) * part) >> 8;
        int blue = ((a & 255) * (256 - part) + (b & 255) * part) >> 8;
        return (red << 16) | (green << 8) | blue;
    }

    /// Perceived lightness, 0 to 1.
    static double lightness(int colour) {
        return (0.299 * ((colour >> 16) & 255)
                        + 0.587 * ((colour >> 8) & 255)
                        + 0.114 * (colour & 255))
                / 255;
    }
}
