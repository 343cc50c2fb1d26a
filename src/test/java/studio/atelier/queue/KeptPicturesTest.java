package studio.atelier.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.model.JobId;
import studio.atelier.model.PromptId;
import studio.atelier.queue.KeptPictures.Kept;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

class KeptPicturesTest {
    private static final JobId JOB = new JobId(7);

    @TempDir Path spool;

    @Test
    void aSetIsWholeWhenEveryPictureIsThere() throws IOException {
        var kept = new KeptPictures(spool);
        PromptId prompt = PromptId.random();
        kept.keep(part(), JOB, prompt, 1, 2, "png");
        assertEquals(OptionalInt.empty(), kept.whole(prompt));
        Path first = kept.keep(part(), JOB, prompt, 0, 2, "png");
        assertEquals(OptionalInt.of(2), kept.whole(prompt));
        assertEquals(OptionalInt.empty(), kept.whole(PromptId.random()));
        assertEquals("job-7_" + prompt + "_1-of-2.png", String.valueOf(first.getFileName()));
        assertEquals(spool.resolve("kept"), first.getParent());
    }

    @Test
    void onlyThePicturesOfOneSendingAreLetGoOf() throws IOException {
        var kept = new KeptPictures(spool);
        PromptId done = PromptId.random();
        PromptId other = PromptId.random();
        kept.keep(part(), JOB, done, 0, 1, "png");
        kept.keep(part(), JOB, other, 0, 1, "png");
        kept.release(done);
        assertEquals(
                java.util.List.of(other.value()), kept.all().stream().map(Kept::prompt).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc/passwd", "a/b", "CON", "ä", "a_b", "x\u0000y"})
    void anIdThatAnEngineMadeUpNeverLeavesTheFolder(String id) throws IOException {
        var kept = new KeptPictures(spool);
        Path file = kept.keep(part(), JOB, new PromptId(id), 0, 1, "png");
        assertEquals(spool.resolve("kept"), file.getParent());
        assertEquals(OptionalInt.of(1), kept.whole(new PromptId(id)));
        assertTrue(kept.find(new PromptId(id), 0, 1).isPresent());
    }

    @Test
    void whatHasAnotherNameIsNoPictureOfOurs() throws IOException {
        var kept = new KeptPictures(spool);
        assertEquals(java.util.List.of(), kept.all());
        Files.createDirectories(spool.resolve("kept"));
        Files.writeString(spool.resolve("kept/job-99999999999_x_1-of-1.png"), "");
        Files.writeString(spool.resolve("kept/notes.txt"), "");
        assertEquals(java.util.List.of(), kept.all());
    }

    private Path part() throws IOException {
        return Files.writeString(spool.resolve("some.part"), "bytes");
    }
}
