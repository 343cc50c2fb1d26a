package studio.atelier.plan.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import studio.atelier.model.Problem;
import studio.atelier.model.StudioException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

class WorkflowReaderTest {
    private static final String GRAPH = SampleGraphs.TEXT_TO_IMAGE;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"nodes\":[],\"links\":[]}|workflow-ui-format|in the format of ComfyUI's editor",
                "not json|workflow-invalid|it is not valid JSON (line 1)",
                "{\"1\":{\"class_type\":\"A\"}} x|workflow-invalid|it is not valid JSON (line 1)",
                "{}|workflow-invalid|it holds no nodes",
                "[1]|workflow-invalid|the graph is not a JSON object",
                "\"text\"|workflow-invalid|the graph is not a JSON object",
                "{\"1\":{\"inputs\":{}}}|workflow-invalid|node 1 has no class_type",
                "{\"1\":{\"class_type\":\"KSampler\",\"inputs\":{}}}|workflow-invalid|no node in it saves a picture",
                "{\"1\":{\"class_type\":\"SaveImage\",\"inputs\":{}}}|workflow-invalid|no node in it saves a picture",
                "` `|workflow-invalid|the file is empty"
            })
    void whatIsNoWorkflowIsRefusedPlainly(String text, String code, String words) {
        Problem problem = refused(text.getBytes(StandardCharsets.UTF_8));
        assertEquals(code, problem.code());
        assertTrue(problem.sentence().contains(words), problem.sentence());
        assertTrue(problem.action().contains("Export (API)"), problem.action());
    }

    @Test
    void whatIsTooLargeIsRefused() {
        byte[] large = new byte[(8 << 20) + 1];
        Arrays.fill(large, (byte) ' ');
        assertTrue(refused(large).sentence().contains("larger than 8 MB"));
    }

    @Test
    void theGraphMayBeWrappedAndMarked() {
        assertEquals(7, read("{\"prompt\":" + GRAPH + ",\"client_id\":\"x\"}").size());
        assertEquals(7, read("\ufeff" + GRAPH).size());
    }

    @Test
    void whatBelongsToOneRunAndWhatNoDatabaseKeepsIsGone() {
        ApiGraph graph =
                read(
                        GRAPH.replace("\"cfg\":8.0", "\"cfg\":NaN")
                                .replace("a red fox", "a red\\u0000 fox"));
        assertEquals("a red fox", graph.texts("6").get("text"));
        assertTrue(graph.input("3", "cfg").isNull());
        assertTrue(!graph.copy().toString().contains("is_changed"));
    }

    @Test
    void aPictureGivesItsGraphInEachKindOfChunk() {
        byte[] text = GRAPH.getBytes(StandardCharsets.UTF_8);
        byte[] zipped = zipped(text);
        assertEquals(7, WorkflowReader.read("p", png("tEXt", bytes("prompt\0"), text)).size());
        assertEquals(7, WorkflowReader.read("p", png("zTXt", bytes("prompt\0\0"), zipped)).size());
        assertEquals(
                7, WorkflowReader.read("p", png("iTXt", bytes("prompt\0\0\0\0\0"), text)).size());
        assertEquals(
                7,
                WorkflowReader.read("p", png("iTXt", bytes("prompt\0\1\0en\0x\0"), zipped)).size());
    }

    @Test
    void aPictureWithoutAGraphSaysSo() {
        assertTrue(
                refused(png("tEXt", bytes("Title\0"), bytes("x")))
                        .sentence()
                        .contains("does not hold the workflow"));
        assertTrue(
                refused(png("tEXt", bytes("parameters\0"), bytes("a fox\nSteps: 20")))
                        .sentence()
                        .contains("another program"));
        assertEquals(
                "workflow-ui-format",
                refused(png("tEXt", bytes("workflow\0"), bytes("{\"nodes\":[]}"))).code());
    }

    @Test
    void otherPicturesAreNotTakenForBrokenJson() {
        for (byte[] picture :
                List.of(
                        new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0},
                        bytes("RIFF\n\0\0\0WEBPVP8X"),
                        bytes("GIF89a"))) {
            assertTrue(refused(picture).sentence().contains("only from PNG pictures"));
        }
    }

    @Test
    void aTextThatGrowsWithoutEndIsLeftOut() {
        byte[] bomb = zipped(new byte[20 << 20]);
        assertEquals("workflow-invalid", refused(png("zTXt", bytes("prompt\0\0"), bomb)).code());
    }

    @Test
    void damageNeverEndsInAnythingElseThanAProblem() {
        byte[] whole = png("zTXt", bytes("prompt\0\0"), zipped(bytes(GRAPH)));
        var random = new Random(3);
        int refusals = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] damaged = Arrays.copyOf(whole, 8 + random.nextInt(whole.length - 8));
            for (int j = random.nextInt(4); j >= 0; j--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                Recognition.of(WorkflowReader.read("p", damaged));
            } catch (StudioException expected) {
                refusals++;
            }
        }
        assertTrue(refusals > 2000, "refused " + refusals);
    }

    private static ApiGraph read(String text) {
        return WorkflowReader.read("w", text.getBytes(StandardCharsets.UTF_8));
    }

    private static Problem refused(byte[] bytes) {
        return assertThrows(StudioException.class, () -> WorkflowReader.read("w", bytes)).problem();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] zipped(byte[] data) {
        try (var deflater = new Deflater()) {
            deflater.setInput(data);
            deflater.finish();
            byte[] out = new byte[data.length + 100];
            int length = deflater.deflate(out);
            return Arrays.copyOf(out, length);
        }
    }

    private static byte[] png(String type, byte[] head, byte[] body) {
        ByteBuffer out = ByteBuffer.allocate(8 + 24 + head.length + body.length);
        out.put(bytes("\u0089PNG\r\n\u001a\n"));
        out.putInt(head.length + body.length).put(bytes(type)).put(head).put(body).putInt(0);
        out.putInt(0).put(bytes("IEND")).putInt(0);
        return out.array();
    }
}
