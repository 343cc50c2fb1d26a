package studio.atelier.bench;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;

import studio.atelier.model.PictureRef;
import studio.atelier.model.PictureSize;
import studio.atelier.model.ReferenceId;
import studio.atelier.ui.kit.PictureLoader;
import studio.atelier.ui.kit.UiThread;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import javax.imageio.ImageIO;

/// The grid beside ControlsFX's `GridView`, with the same cells and the same decoder running behind: what a
/// frame takes, what CSS and layout take of it, and how long after a jump every picture in view is there.
@Tag("bench")
class GridBench {
    private static final int FILES = 300;
    private static final int EDGE = 256;
    private static final int[] SIZES = {1_000, 100_000, 1_000_000};
    private static final int ROUNDS = 2;
    private static final int FRAMES = 150;
    private static final int JUMPS = 100;
    private static final double STEP = 60;

    @TempDir private static Path folder;
    private static PictureLoader loader;

    @BeforeAll
    static void paintPictures() throws Exception {
        FxToolkit.registerPrimaryStage();
        Random random = new Random(1);
        for (int number = 0; number < FILES; number++) {
            BufferedImage image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
            Graphics2D paint = image.createGraphics();
            Color from = new Color(random.nextInt(0x1000000));
            Color to = new Color(random.nextInt(0x1000000));
            paint.setPaint(new GradientPaint(0, 0, from, EDGE, EDGE, to));
            paint.fillRect(0, 0, EDGE, EDGE);
            for (int speck = 0; speck < 4_000; speck++) {
                int x = random.nextInt(EDGE);
                int y = random.nextInt(EDGE);
                image.setRGB(x, y, image.getRGB(x, y) ^ random.nextInt(0x404040));
            }
            paint.dispose();
            ImageIO.write(image, "jpg", folder.resolve(number + ".jpg").toFile());
        }
        loader = new PictureLoader(GridBench::open, new UiThread());
    }

    @AfterAll
    static void close() {
        loader.close();
    }

    private static InputStream open(PictureRef picture, PictureSize size) throws IOException {
        int id = ((PictureRef.Reference) picture).id().value();
        return Files.newInputStream(folder.resolve(id % FILES + ".jpg"));
    }

    static PictureRef picture(int item) {
        return new PictureRef.Reference(new ReferenceId(item + 1));
    }

    @Test
    void theGridStaysSmooth() throws Exception {
        Map<String, GridBenchTimes> product = new LinkedHashMap<>();
        Map<String, GridBenchTimes> baseline = new LinkedHashMap<>();
        GridBenchScreen ours = GridBenchScreen.product(loader);
        GridBenchScreen theirs = GridBenchScreen.controlsFx(loader);
        for (GridBenchScreen screen : new GridBenchScreen[] {ours, theirs}) {
            screen.show(10_000);
            screen.scroll(60, STEP);
            screen.jump(60, new Random(3));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int size : SIZES) {
                String name = String.format(Locale.ROOT, "%,d items, 60 px a frame", size);
                ours.show(size);
                add(product, name, ours.scroll(FRAMES, STEP));
                theirs.show(size);
                add(baseline, name, theirs.scroll(FRAMES, STEP));
            }
            int most = SIZES[SIZES.length - 1];
            String name = String.format(Locale.ROOT, "%,d items, jumps", most);
            ours.show(most);
            add(product, name, ours.jump(FRAMES, new Random(round)));
            theirs.show(most);
            add(baseline, name, theirs.jump(FRAMES, new Random(round)));
        }
        ours.show(SIZES[SIZES.length - 1]);
        double[] toPicture = ours.jumpsUntilShown(JUMPS, new Random(7));
        BenchReport report = new BenchReport("grid");
        report(report, product, baseline);
        report.atMost(
                "G2 jump to all pictures, p95", 120, BenchReport.percentile(0.95, toPicture), "ms");
        report.note("   p50", BenchReport.percentile(0.5, toPicture), Double.NaN, "ms");
        report.note("   max", BenchReport.percentile(1, toPicture), Double.NaN, "ms");
        // Of a machine that does other things too, only CPU times and ratios say anything.
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        report.note("load of the machine meanwhile", load, Double.NaN, "tasks");
        report.finish();
        assertTrue(product.values().stream().allMatch(times -> times.frames().length >= FRAMES));
    }

    private static void add(Map<String, GridBenchTimes> to, String name, GridBenchTimes times) {
        to.merge(name, times, GridBenchTimes::and);
    }

    private static void report(
            BenchReport report,
            Map<String, GridBenchTimes> product,
            Map<String, GridBenchTimes> baseline) {
        product.forEach(
                (name, times) -> {
                    GridBenchTimes other = baseline.getOrDefault(name, times);
                    report.note(name, times.frames().length, other.frames().length, "frames");
                    line(report, "   frame p50", 0.5, times.frames(), other.frames(), 0);
                    line(report, "   G1 frame p99", 0.99, times.frames(), other.frames(), 17);
                    line(report, "   G1 frame max", 1, times.frames(), other.frames(), 34);
                    line(report, "   CSS+layout p50", 0.5, times.layouts(), other.layouts(), 0);
                    line(
                            report,
                            "   G1 CSS+layout p99",
                            0.99,
                            times.layouts(),
                            other.layouts(),
                            2.5);
                    line(report, "   CSS+layout CPU p50", 0.5, times.work(), other.work(), 0);
                    line(report, "   CSS+layout CPU p99", 0.99, times.work(), other.work(), 0);
                    line(report, "   CSS+layout max", 1, times.layouts(), other.layouts(), 0);
                    double share = times.layout(0.99) / other.layout(0.99);
                    report.atMost("   G1 CSS+layout p99 to ControlsFX", 0.5, share, "x");
                });
        GridBenchTimes few = product.values().iterator().next();
        GridBenchTimes most = product.values().stream().skip(SIZES.length - 1).findFirst().get();
        report.atMost(
                "G1 1,000,000 to 1,000: frame p99", 1.2, most.frame(0.99) / few.frame(0.99), "x");
        report.atMost(
                "G1 1,000,000 to 1,000: CSS+layout p50",
                1.2,
                most.layout(0.5) / few.layout(0.5),
                "x");
        report.note(
                "   1,000,000 to 1,000: CSS+layout p99", most.layout(0.99), few.layout(0.99), "ms");
    }

    /// @param limit in milliseconds, 0 for none
    private static void line(
            BenchReport report,
            String name,
            double share,
            double[] product,
            double[] baseline,
            double limit) {
        double ours = BenchReport.percentile(share, product);
        double theirs = BenchReport.percentile(share, baseline);
        String goal = limit == 0 ? "" : String.format(Locale.ROOT, "<= %s ms", limit);
        boolean met = limit == 0 || ours <= limit;
        report.add(new BenchReport.Line(name, goal, ours, theirs, ours / theirs, "ms", met));
    }
}
