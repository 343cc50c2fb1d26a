package studio.atelier.app.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The list of samples.
final class Looks {
    /// Category, size, pose, garment, colours (far, middle, near, light, accent), caption.
    private static final String TABLE =
            """
            beach|P|standing|f2784b|8fd3e8 2f93ad f0d9ae fff3d1 e4572e|orange top, standing on beach, calm sea, midday sun
            beach|L|walking|fbfaf5|f7b58b 8a5a83 e3b38c ffe2a0 d9485f|white dress, walking along the shore, sunset, warm light
            beach|P|hand|2f6fb3|b8e0ea 3fa7a3 f4e2c0 fffbe8 f4a259|blue shirt, hand on hip, turquoise water, bright daylight
            beach|S|arms|e9c46a|f3c6cf 6d7fb3 e9cdb4 fff1dc b5446e|yellow summer dress, arms raised, pink sky, soft evening light
            beach|P|walking|c8553d|27365e 4a5a8c b58f80 ffcf99 f28482|red shirt, walking on sand, dusk, low sun
            beach|L|standing|7fb069|a9dbd0 2c7f86 efe0bd fff6d8 eb9486|green linen shirt, standing by palm trees, tropical beach, clear sky
            mirror|P|selfie|ee8434|e8dccf c9b5a3 8c6f5d fff4e3 6a8d73|orange top, mirror selfie, holding phone, neutral lighting
            mirror|P|selfie|2b2d42|d7dde3 a9b4c2 6b7a8f f8fbff b08968|black dress, mirror selfie, round mirror, cool light
            mirror|S|hand|c77dff|efe3f3 cbb2d6 84639b fff5ff 588157|lilac sweater, standing before mirror, hand on hip, soft light
            mirror|P|selfie|f5f3ee|cfd8c9 9fb197 5c6f58 fbfff2 bc6c25|white shirt and jeans, mirror selfie, plants, morning light
            mirror|P|standing|b23a48|f3d9c9 dca58d 945a4a fff1e4 3d5a6c|red dress, full-length mirror, bedroom, warm lamp light
            mirror|L|selfie|3a7ca5|dfe7e6 b2c6c9 6f8f97 f9ffff d98c5f|denim jacket, mirror selfie, hallway, daylight from window
            studio|P|hand|1f7a8c|e6d3bf d3b596 b38b6d fff7ea 1f4e5f|teal suit, hand on hip, beige backdrop, soft box light
            studio|P|standing|f4d35e|5b6c8f 41507a 2c3659 fff6da ee964b|yellow coat, standing, blue backdrop, studio light
            studio|S|arms|d7263d|f2c4c4 e29a9a c06a6f fff0ee 5c1a33|red dress, arms raised, pink backdrop, hard light
            studio|P|standing|faf6ee|3d3a4b 2b2936 1d1b26 fff2d8 c9a227|white blouse, dark backdrop, single spotlight, dramatic lighting
            studio|P|walking|588157|e4e7dc c6ccb8 9aa58a ffffef a44a3f|green jumpsuit, walking, grey green backdrop, even lighting
            studio|L|hand|9d4edd|f0e2fb cfb3ec a37fcf fff8ff f2b880|violet dress, hand on hip, lavender backdrop, two soft boxes
            street|P|walking|e07a5f|2a2d5e 5a4b7c 2b2a40 ffd6a0 f2cc8f|coral coat, walking, city street at dusk, lit windows
            street|P|standing|2a9d8f|f6c28b c9748b 5b3f5e ffe8c2 264653|teal jacket, standing on pavement, golden hour, old facades
            street|L|walking|f4f1de|8fb8de 6d8fb5 4c5f7c fff9e6 e76f51|white shirt, crossing the street, cloudy day, pastel houses
            street|P|hand|d62246|14213d 27365f 101625 ffcb69 3fd0c9|red dress, hand on hip, rainy night, neon signs
            street|S|selfie|ffb703|b9d6cf 7ea8a0 47645f fffbe8 d1495b|yellow raincoat, holding phone, narrow street, soft daylight
            street|P|standing|5e548e|f1dac4 c99a7e 7a5a50 fff5e2 3a5a40|purple cardigan, standing at cafe, awning, afternoon light
            """;

    private Looks() {}

    static List<Look> all() {
        List<Look> looks = new ArrayList<>();
        String[] lines = TABLE.split("\n", -1);
        for (int i = 0; i < lines.length && !lines[i].isBlank(); i++) {
            looks.add(parse(lines[i].split("\\|", -1), i));
        }
        return looks;
    }

    private static Look parse(String[] cells, int index) {
        String filename = "%s-%02d.jpg".formatted(cells[0], index % 6 + 1);
        String[] colours = cells[4].split(" ", -1);
        int[] values = new int[colours.length];
        for (int i = 0; i < colours.length; i++) {
            values[i] = Integer.parseInt(colours[i], 16);
        }
        return new Look(
                new SampleReference(filename, cells[0], cells[5]),
                width(cells[1]),
                height(cells[1]),
                pose(cells[2]),
                Integer.parseInt(cells[3], 16),
                values,
                index + 1);
    }

    private static int width(String shape) {
        return switch (shape) {
            case "L" -> 1216;
            case "S" -> 1024;
            default -> 832;
        };
    }

    private static int height(String shape) {
        return switch (shape) {
            case "L" -> 832;
            case "S" -> 1024;
            default -> 1216;
        };
    }

    private static Look.Pose pose(String word) {
        return switch (word) {
            case "hand" -> Look.Pose.HAND_ON_HIP;
            case "arms" -> Look.Pose.ARMS_UP;
            default -> Look.Pose.valueOf(word.toUpperCase(Locale.ROOT));
        };
    }
}
