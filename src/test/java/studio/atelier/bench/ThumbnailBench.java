package studio.atelier.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.app.FxJpegDecoder;
import studio.atelier.storage.image.Pictures;
import studio.atelier.storage.image.Thumbnails;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import javax.imageio.ImageIO;

/// Thumbnails of 256 pixels, file to stored JPEG, beside `vipsthumbnail` as two processes; where that is not
/// installed, beside the JDK's ImageIO.
@Tag("bench")
class ThumbnailBench {
    private static final int EDGE = 256;
    private static final int ROUNDS = 7;
    private static final int WARM_UP = 3;
    private static final int THREADS = 2;
    private static final int PNGS = 60;
    private static final int JPEGS = 60;
    private static final double SSIM_SLACK = 0.015;

    @TempDir Path folder;

    private final Thumbnails thumbnails = new Thumbnails(new FxJpegDecoder());
    private final BenchReport report = new BenchReport("thumbnails");

    @Test
    void thumbnailsPerSecond() throws Exception {
        List<Path> pngs = new ArrayList<>();
        for (int i = 0; i < PNGS; i++) {
            pngs.add(png(folder.resolve("p" + i + ".png"), Pictures.photo(1024, 1024, i)));
        }
        List<Path> jpegs = new ArrayList<>();
        for (int i = 0; i < JPEGS; i++) {
            BufferedImage photo = Pictures.photo(3000, 2000, i % 6);
            jpegs.add(Pictures.jpeg(folder.resolve("j" + i + ".jpg"), photo, false));
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            compare("PNG 1024 x 1024", 1.6, pngs, threads);
            compare("JPEG 3000 x 2000", 1.25, jpegs, threads);
        }
        report.finish();
    }

    private void compare(String what, double goal, List<Path> files, ExecutorService threads)
            throws Exception {
        boolean vips = hasVips();
        double[] product = new double[ROUNDS];
        double[] both = new double[ROUNDS];
        double[] baseline = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double ours = rate(files, threads, this::product);
            double pair = rate(files, threads, file -> thumbnails.both(file, "bench"));
            double theirs = vips ? vips(files, threads) : rate(files, threads, this::imageIo);
            if (round >= 0) {
                product[round] = ours;
                both[round] = pair;
                baseline[round] = theirs;
            }
        }
        String reference = vips ? "vipsthumbnail" : "ImageIO";
        double base = BenchReport.median(baseline);
        report.ratio(
                what + " against " + reference, goal, BenchReport.median(product), base, "img/s");
        report.note(what + ", both sizes at once", BenchReport.median(both), base, "img/s");
        guard(what, files.getFirst(), vips);
    }

    private void guard(String what, Path file, boolean vips) throws Exception {
        BufferedImage original = ImageIO.read(file.toFile());
        BufferedImage ours = ImageIO.read(target(file).toFile());
        BufferedImage exact = smooth(original, ours.getWidth(), ours.getHeight());
        double product = Similarity.ssim(exact, ours);
        if (vips) {
            BufferedImage theirs = ImageIO.read(vipsTarget(file).toFile());
            double reference = Similarity.ssim(exact, theirs);
            report.add(
                    new BenchReport.Line(
                            what + ", likeness (SSIM)",
                            ">= vips - " + SSIM_SLACK,
                            product,
                            reference,
                            product / reference,
                            "",
                            product >= reference - SSIM_SLACK));
        } else {
            report.atLeast(what + ", likeness (SSIM)", 0.9, product, "");
        }
        assertTrue(product > 0.5, "a thumbnail does not show its picture");
    }

    private void product(Path file) throws IOException {
        Files.write(target(file), thumbnails.one(file, EDGE, "bench"));
    }

    private void imageIo(Path file) throws IOException {
        BufferedImage original = ImageIO.read(file.toFile());
        double scale = (double) EDGE / Math.max(original.getWidth(), original.getHeight());
        int width = (int) Math.round(original.getWidth() * scale);
        int height = (int) Math.round(original.getHeight() * scale);
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = small.createGraphics();
        g.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(original, 0, 0, width, height, null);
        g.dispose();
        ImageIO.write(small, "jpg", target(file).toFile());
    }

    private static BufferedImage smooth(BufferedImage original, int width, int height) {
        Image scaled = original.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING);
        BufferedImage exact = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = exact.createGraphics();
        g.drawImage(scaled, 0, 0, null);
        g.dispose();
        return exact;
    }

    private double rate(List<Path> files, ExecutorService threads, Work work)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        List<Future<?>> running = new ArrayList<>();
        for (List<Path> share : shares(files)) {
            running.add(
                    threads.submit(
                            () -> {
                                for (Path file : share) {
                                    work.on(file);
                                }
                                return null;
                            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        return files.size() / ((System.nanoTime() - start) / 1e9);
    }

    private double vips(List<Path> files, ExecutorService threads) throws Exception {
        long start = System.nanoTime();
        List<Future<Integer>> running = new ArrayList<>();
        for (List<Path> share : shares(files)) {
            running.add(threads.submit(() -> vips(share).waitFor()));
        }
        for (Future<Integer> one : running) {
            assertEquals(0, one.get());
        }
        return files.size() / ((System.nanoTime() - start) / 1e9);
    }

    private static Process vips(List<Path> files) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "vipsthumbnail",
                                "--size",
                                EDGE + "x" + EDGE,
                                "-o",
                                "%s.vips.jpg[Q=80]"));
        files.forEach(file -> command.add(file.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().put("VIPS_CONCURRENCY", "1");
        return builder.start();
    }

    private static boolean hasVips() throws InterruptedException {
        try {
            return new ProcessBuilder("vipsthumbnail", "--help")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<List<Path>> shares(List<Path> files) {
        int half = files.size() / THREADS;
        return List.of(files.subList(0, half), files.subList(half, files.size()));
    }

    private static Path target(Path file) {
        return file.resolveSibling(file.getFileName() + ".thumbnail.jpg");
    }

    private static Path vipsTarget(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".vips.jpg");
    }

    /// As ComfyUI writes it: zlib level 4, the filter of each row chosen by the least sum.
    private static Path png(Path file, BufferedImage image) throws IOException {
        return Files.write(file, Pictures.encode(image, 4));
    }

    private interface Work {
        void on(Path file) throws IOException;
    }
}
