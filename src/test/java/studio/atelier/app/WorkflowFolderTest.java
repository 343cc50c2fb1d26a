package studio.atelier.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import studio.atelier.db.WorkflowFile;
import studio.atelier.model.Problem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class WorkflowFolderTest {
    @TempDir Path folder;

    @Test
    void theShippedWorkflowsAreSound() {
        WorkflowFolder.Contents shipped = WorkflowFolder.shipped();

        assertEquals(List.of(), shipped.problems());
        assertEquals(
                List.of("img2img-lora", "img2img-lora-sdxl"),
                shipped.workflows().stream().map(WorkflowFile::slug).toList());
    }

    @Test
    void whatCannotBeUsedIsNamedAndTheRestIsRead() throws IOException {
        Files.writeString(folder.resolve("broken.json"), "{\"1\": {");
        Files.writeString(folder.resolve("drawn.json"), "{\"nodes\":[],\"links\":[]}");
        Files.writeString(
                folder.resolve("unknown.json"),
                "{\"7\":{\"class_type\":\"KSampler\",\"inputs\":{\"steps\":\"{{stepz}}\"}}}");
        Files.writeString(
                folder.resolve("good.json"),
                "{\"7\":{\"class_type\":\"KSampler\",\"inputs\":{\"seed\":\"{{seed}}\"}}}");

        WorkflowFolder.Contents contents = WorkflowFolder.read(folder);

        assertEquals(
                List.of("good"), contents.workflows().stream().map(WorkflowFile::slug).toList());
        assertEquals(
                List.of("workflow-invalid", "workflow-ui-format", "unknown-variable"),
                contents.problems().stream().map(Problem::code).toList());
        assertTrue(contents.problems().getLast().sentence().contains("stepz"));
        assertEquals(List.of(), WorkflowFolder.read(folder.resolve("absent")).problems());
    }
}
