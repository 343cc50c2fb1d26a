package studio.atelier.engine.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

class DemoSavingTest {
    @TempDir Path folder;

    @Test
    void twoEnginesThatSaveIntoOneFolderOverwriteNothing() throws Exception {
        try (var engines = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> saves =
                    IntStream.range(0, 20).<Callable<String>>mapToObj(this::save).toList();
            engines.invokeAll(saves);
        }
        try (var files = Files.list(folder)) {
            assertEquals(20, files.map(DemoSavingTest::read).distinct().count());
        }
    }

    private Callable<String> save(int number) {
        return () -> DemoFiles.writeNumbered(folder, "milan", new byte[] {(byte) number});
    }

    private static byte read(Path file) {
        try {
            return Files.readAllBytes(file)[0];
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
