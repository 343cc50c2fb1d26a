package studio.atelier.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import okio.Buffer;
import okio.ByteString;

import org.junit.jupiter.api.Test;

import studio.atelier.model.PromptId;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

class ComfyMessagesTest {
    private static final String MINE = "0f0e9a52-5a39-4c69-9c37-0c3b7d7f8a11";
    private static final String OTHER = "7c1f6f0e-1111-4a63-9f1d-2f3f9a7f1c11";
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 1, 2, 3};

    private final List<EngineEvent> events = new ArrayList<>();
    private final SentPrompts sent = new SentPrompts(InstantSource.system());
    private final ComfyMessages messages = new ComfyMessages(sent, events::add);

    {
        sent.add(new PromptId(MINE), Graphs.sdxl(), "c");
    }

    @Test
    void aNormalRunStartsAdvancesAndEndsOnce() {
        say("status", "{'status':{'exec_info':{'queue_remaining':1}},'sid':'c'}");
        say("execution_start", "{'prompt_id':'%s','timestamp':1}");
        say("execution_cached", "{'nodes':['1','2'],'prompt_id':'%s','timestamp':1}");
        for (String node : List.of("3", "4", "5", "6")) {
            say("progress_state", state(node, 0, 1, "running"));
            say("executing", "{'node':'" + node + "','display_node':'x','prompt_id':'%s'}");
            say("progress_state", state(node, 1, 1, "finished"));
        }
        say("executing", "{'node':'7','display_node':'7','prompt_id':'%s'}");
        for (int step = 1; step <= 10; step++) {
            say("progress_state", state("7", step, 10, "running"));
            say("progress", "{'value':" + step + ",'max':10,'prompt_id':'%s','node':'7'}");
        }
        say(
                "executed",
                "{'node':'9','display_node':'9','output':{'images':[{'filename':'a.png','subfolder':'',"
                        + "'type':'output'}]},'prompt_id':'%s'}");
        say("execution_success", "{'prompt_id':'%s','timestamp':2}");
        say("status", "{'status':{'exec_info':{'queue_remaining':0}}}");
        say("executing", "{'node':null,'prompt_id':'%s'}");

        assertEquals(new EngineEvent.QueueChanged(1), events.getFirst());
        assertEquals(1, count(EngineEvent.Started.class));
        assertEquals(1, count(EngineEvent.Ended.class));
        assertEquals(1, count(EngineEvent.OutputReady.class));
        List<Double> fractions = fractions();
        assertEquals(fractions.stream().sorted().toList(), fractions, "never falls");
        assertTrue(fractions.getFirst() > 0, "cached nodes count as done");
        assertTrue(fractions.getLast() > 0.9 && fractions.getLast() < 1);
        assertTrue(
                events.stream()
                        .anyMatch(
                                event ->
                                        event instanceof EngineEvent.Progressed progressed
                                                && progressed.node().equals("Sampler")));
    }

    @Test
    void aCachedRerunGivesItsOldFilesAndEnds() {
        say("execution_start", "{'prompt_id':'%s'}");
        say("execution_cached", "{'nodes':['1','2','3','4','5','6','7','8','9'],'prompt_id':'%s'}");
        say(
                "executed",
                "{'node':'9','output':{'images':[{'filename':'old.png','subfolder':'','type':'output'}]},"
                        + "'prompt_id':'%s'}");
        say("execution_success", "{'prompt_id':'%s'}");

        assertEquals(1, count(EngineEvent.OutputReady.class));
        assertEquals(1, count(EngineEvent.Ended.class));
        assertEquals(0.99, fractions().getLast());
    }

    @Test
    void aCachedOutputWithoutFilesIsNoOutput() {
        say("executed", "{'node':'9','output':null,'prompt_id':'%s'}");

        assertEquals(0, count(EngineEvent.OutputReady.class));
    }

    @Test
    void interruptionAndErrorEnd() {
        say("execution_interrupted", "{'prompt_id':'%s','node_id':'7'}");
        assertEquals(1, count(EngineEvent.Ended.class));

        sent.add(new PromptId(OTHER), Graphs.sdxl(), "c");
        sayOf(OTHER, "execution_error", "{'prompt_id':'%s','exception_type':'ValueError'}");
        assertEquals(2, count(EngineEvent.Ended.class));
    }

    @Test
    void aBlockedBranchIsNoEnd() {
        say("execution_error", "{'prompt_id':'%s','exception_type':'ExecutionBlocked'}");
        assertEquals(0, count(EngineEvent.Ended.class));

        say("execution_success", "{'prompt_id':'%s'}");
        assertEquals(1, count(EngineEvent.Ended.class));
    }

    @Test
    void foreignPromptsAreNotOurs() {
        sayOf(OTHER, "execution_start", "{'prompt_id':'%s'}");
        sayOf(OTHER, "progress", "{'value':1,'max':2,'prompt_id':'%s','node':'7'}");
        sayOf(OTHER, "execution_interrupted", "{'prompt_id':'%s'}");
        messages.binary(legacyPreview());
        messages.binary(preview(OTHER));

        assertEquals(List.of(), events);
    }

    @Test
    void executingWithoutIdIsNotTrusted() {
        say("executing", "{'node':'7'}");
        say("executing", "{'node':null}");

        assertEquals(List.of(), events);
    }

    @Test
    void aConnectionThatComesLateStillTellsThatThePromptRuns() {
        say("executing", "{'node':'7'}");
        say("progress_state", state("7", 4, 40, "running"));

        assertEquals(new EngineEvent.Started(new PromptId(MINE)), events.getFirst());
    }

    @Test
    void previewsOfBothKindsReachTheirPrompt() {
        say("executing", "{'node':'7','prompt_id':'%s'}");
        messages.binary(legacyPreview());
        messages.binary(preview(MINE));

        List<EngineEvent.Previewed> previews = previews();
        assertEquals(2, previews.size());
        assertArrayEquals(JPEG, previews.get(0).image());
        assertArrayEquals(JPEG, previews.get(1).image());
        assertEquals(new PromptId(MINE), previews.get(1).prompt());
    }

    @Test
    void anOldPreviewAfterAForeignMessageIsForeign() {
        say("executing", "{'node':'7','prompt_id':'%s'}");
        sayOf(OTHER, "progress", "{'value':1,'max':2,'prompt_id':'%s','node':'7'}");
        messages.binary(legacyPreview());

        assertEquals(List.of(), previews());
    }

    @Test
    void noPreviewFollowsTheEnd() {
        say("execution_success", "{'prompt_id':'%s'}");
        messages.binary(preview(MINE));
        say("progress", "{'value':1,'max':2,'prompt_id':'%s','node':'7'}");

        assertEquals(List.of(new EngineEvent.Ended(new PromptId(MINE))), events);
    }

    @Test
    void brokenFramesAreIgnored() {
        say("executing", "{'node':'7','prompt_id':'%s'}");
        events.clear();
        messages.binary(ByteString.EMPTY);
        messages.binary(ByteString.of((byte) 0, (byte) 0));
        messages.binary(new Buffer().writeInt(4).writeInt(-1).writeInt(7).readByteString());
        messages.binary(new Buffer().writeInt(4).writeInt(1 << 30).writeInt(7).readByteString());
        messages.binary(new Buffer().writeInt(4).writeInt(2).writeUtf8("{{x").readByteString());
        messages.binary(new Buffer().writeInt(3).writeInt(1).writeUtf8("7text").readByteString());
        messages.binary(new Buffer().writeInt(99).writeInt(1).write(JPEG).readByteString());
        messages.binary(new Buffer().writeInt(1).writeInt(1).writeUtf8("<html>").readByteString());

        assertEquals(List.of(), events);
    }

    @Test
    void brokenTextsAreIgnored() {
        for (String text :
                List.of(
                        "",
                        "nonsense",
                        "null",
                        "[]",
                        "{\"type\":7}",
                        "{\"type\":\"status\"}",
                        "{\"type\":\"status\",\"data\":[]}",
                        "{\"type\":\"progress\",\"data\":{\"prompt_id\":7}}",
                        "{\"type\":\"x\",\"data\":"
                                + "[".repeat(5_000)
                                + "]".repeat(5_000)
                                + "}")) {
            messages.text(text);
        }
        assertEquals(List.of(), events);

        say("progress", "{'prompt_id':'%s','value':NaN,'max':0,'node':[1]}");
        say("progress_state", "{'prompt_id':'%s','nodes':{'7':7,'8':{'value':'x','max':null}}}");
        say("execution_cached", "{'prompt_id':'%s','nodes':'all'}");
        assertEquals(0.0, fractions().getLast());
    }

    @Property(tries = 500)
    void noTextThrows(@ForAll String text) {
        messages.text(text);
        messages.text("{\"type\":\"" + text + "\",\"data\":{\"prompt_id\":\"" + MINE + "\"}}");
    }

    @Property(tries = 500)
    void noFrameThrows(@ForAll @Size(max = 64) byte[] bytes, @ForAll boolean known) {
        messages.binary(ByteString.of(bytes));
        if (known) {
            messages.binary(new Buffer().writeInt(4).write(bytes).readByteString());
        }
    }

    private void say(String type, String data) {
        sayOf(MINE, type, data);
    }

    private void sayOf(String prompt, String type, String data) {
        messages.text(
                "{\"type\":\"%s\",\"data\":%s}"
                        .formatted(type, data.replace('\'', '"').replace("%s", prompt)));
    }

    private static String state(String node, int value, int max, String state) {
        return "{'prompt_id':'%s','nodes':{'"
                + node
                + "':{'value':"
                + value
                + ",'max':"
                + max
                + ",'state':'"
                + state
                + "','node_id':'"
                + node
                + "'}}}";
    }

    private static ByteString legacyPreview() {
        return new Buffer().writeInt(1).writeInt(1).write(JPEG).readByteString();
    }

    private static ByteString preview(String prompt) {
        String metadata =
                "{\"node_id\":\"7\",\"prompt_id\":\"%s\",\"image_type\":\"image/jpeg\"}"
                        .formatted(prompt);
        return new Buffer()
                .writeInt(4)
                .writeInt(metadata.length())
                .writeUtf8(metadata)
                .write(JPEG)
                .readByteString();
    }

    private long count(Class<? extends EngineEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }

    private List<EngineEvent.Previewed> previews() {
        return events.stream()
                .filter(EngineEvent.Previewed.class::isInstance)
                .map(EngineEvent.Previewed.class::cast)
                .toList();
    }

    private List<Double> fractions() {
        return events.stream()
                .filter(EngineEvent.Progressed.class::isInstance)
                .map(event -> ((EngineEvent.Progressed) event).fraction())
                .toList();
    }
}
