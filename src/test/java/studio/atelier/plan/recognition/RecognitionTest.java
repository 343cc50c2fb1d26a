package studio.atelier.plan.recognition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import studio.atelier.plan.recognition.Proposal.Change;
import studio.atelier.plan.recognition.Proposal.Confidence;
import studio.atelier.plan.recognition.Proposal.Kind;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class RecognitionTest {
    @Test
    void textToImage() {
        Recognition found = of(SampleGraphs.TEXT_TO_IMAGE);
        assertEquals("positive_prompt", at(found, "6.text"));
        assertEquals("negative_prompt", at(found, "7.text"));
        assertEquals("seed", at(found, "3.seed"));
        assertEquals("1", at(found, "5.batch_size"));
        assertEquals("width", at(found, "5.width"));
        assertEquals(
                "{{model_name}}_{{reference_filename}}_{{prompt_id}}",
                at(found, "9.filename_prefix"));
        assertEquals(
                List.of(
                        "No reference is chosen: the pictures you pick would not be used.",
                        "No LoRA is chosen: every model would look the same."),
                Recognition.lacks(found.proposals()));
    }

    @Test
    void imageToImageWithLora() {
        Recognition found = of(SampleGraphs.IMAGE_TO_IMAGE_LORA);
        assertEquals(
                Map.ofEntries(
                        Map.entry("1.ckpt_name", "checkpoint"),
                        Map.entry("2.lora_name", "lora_file"),
                        Map.entry("2.strength_clip", "lora_strength_2"),
                        Map.entry("2.strength_model", "lora_strength"),
                        Map.entry("3.text", "positive_prompt"),
                        Map.entry("4.text", "negative_prompt"),
                        Map.entry("5.image", "reference_image"),
                        Map.entry("7.cfg", "cfg"),
                        Map.entry("7.denoise", "denoise"),
                        Map.entry("7.sampler_name", "sampler"),
                        Map.entry("7.scheduler", "scheduler"),
                        Map.entry("7.seed", "seed"),
                        Map.entry("7.steps", "steps"),
                        Map.entry(
                                "9.filename_prefix",
                                "rec/{{model_name}}_{{reference_filename}}_{{prompt_id}}")),
                accepted(found));
        assertEquals(List.of(), Recognition.lacks(found.proposals()));
        assertEquals(
                "Its text reaches the positive input of “Sampler”.",
                proposal(found, "3.text").reason());
        assertTrue(found.proposals().stream().allMatch(p -> p.confidence() == Confidence.SURE));
    }

    @Test
    void baseAndRefiner() {
        Recognition found = of(SampleGraphs.BASE_AND_REFINER);
        for (String place : List.of("6.text_g", "6.text_l", "15.text")) {
            assertEquals("positive_prompt", at(found, place));
        }
        assertEquals("negative_prompt", at(found, "16.text"));
        assertEquals("checkpoint", at(found, "4.ckpt_name"));
        assertEquals("checkpoint_2", at(found, "12.ckpt_name"));
        assertEquals("cfg", at(found, "10.cfg"));
        assertEquals("cfg_2", at(found, "11.cfg"));
        assertEquals("steps", at(found, "11.steps"));
        assertEquals("seed", at(found, "10.noise_seed"));
        assertEquals("seed", at(found, "11.noise_seed"));
        assertEquals(
                List.of("“Base” stops at a fixed step: change the steps with care."),
                found.notes());
    }

    @Test
    void fluxWithItsSamplerInParts() {
        Recognition found = of(SampleGraphs.FLUX);
        assertEquals("positive_prompt", at(found, "40.value"));
        assertEquals(Confidence.LIKELY, proposal(found, "40.value").confidence());
        assertEquals("seed", at(found, "25.noise_seed"));
        assertEquals("sampler", at(found, "16.sampler_name"));
        assertEquals("scheduler", at(found, "17.scheduler"));
        assertEquals("steps", at(found, "17.steps"));
        assertEquals("guidance", at(found, "26.guidance"));
        assertEquals("text_encoder", at(found, "11.clip_name1"));
        assertEquals("text_encoder_2", at(found, "11.clip_name2"));
        assertFalse(accepted(found).containsKey("30.width"));
        assertEquals(
                "KSamplerSelect.sampler_name",
                proposal(found, "16.sampler_name")
                        .definition()
                        .orElseThrow()
                        .engineList()
                        .orElseThrow());
    }

    @Test
    void qwenEdit() {
        Recognition found = of(SampleGraphs.QWEN_EDIT);
        assertEquals("positive_prompt", at(found, "76.prompt"));
        assertEquals("negative_prompt", at(found, "77.prompt"));
        assertEquals("reference_image", at(found, "78.image"));
        assertEquals("shift", at(found, "66.shift"));
        assertEquals("lora_file", at(found, "89.lora_name"));
        var steps = proposal(found, "3.steps").definition().orElseThrow();
        assertEquals("1", steps.minimum().orElseThrow().toPlainString());
        assertEquals("50", steps.maximum().orElseThrow().toPlainString());
    }

    @Test
    void controlNetIsPassedThroughAndItsPictureIsTheReference() {
        Recognition found = of(SampleGraphs.CONTROL_NET);
        assertEquals("positive_prompt", at(found, "6.text"));
        assertEquals("negative_prompt", at(found, "7.text"));
        assertEquals("reference_image", at(found, "20.image"));
        assertEquals(Confidence.LIKELY, proposal(found, "20.image").confidence());
        assertEquals("control_net", at(found, "21.control_net_name"));
        assertEquals("denoise", at(found, "3.denoise"));
    }

    @Test
    void ofTwoLorasOneIsTheModels() {
        Recognition found = of(SampleGraphs.TWO_LORAS);
        assertEquals("lora_file", at(found, "21.lora_name"));
        assertEquals("lora_strength", at(found, "21.strength_clip"));
        assertFalse(accepted(found).containsKey("20.lora_name"));
        assertEquals(
                List.of(
                        "“Power Lora Loader (rgthree)” loads LoRAs in a way that is not understood; it stays as"
                                + " it is."),
                found.notes());
        Proposal other = proposal(found, "20.lora_name");
        List<Proposal> chosen = Recognition.choose(found.proposals(), other, true);
        Map<String, String> now = accepted(chosen);
        assertEquals("lora_file", now.get("20.lora_name"));
        assertEquals("lora_strength", now.get("20.strength_model"));
        assertFalse(now.containsKey("21.lora_name"));
        assertFalse(now.containsKey("21.strength_model"));
        assertEquals(now, accepted(Recognition.choose(chosen, other, true)));
    }

    @Test
    void inpainting() {
        Recognition found = of(SampleGraphs.INPAINT);
        assertEquals("reference_image", at(found, "20.image"));
        assertFalse(proposal(found, "23.image").accepted());
        assertEquals(
                List.of("The mask of “LoadImageMask” stays the same for every reference."),
                found.notes());
    }

    @Test
    void aSecondPassHasSettingsOfItsOwn() {
        Recognition found = of(SampleGraphs.UPSCALE_AFTER);
        assertEquals("denoise", at(found, "3.denoise"));
        assertEquals("denoise_2", at(found, "11.denoise"));
        assertEquals("Denoise 2", proposal(found, "11.denoise").definition().orElseThrow().label());
        assertEquals("cfg", at(found, "11.cfg"));
        assertEquals("sampler_2", at(found, "11.sampler_name"));
        assertEquals("upscale_model", at(found, "13.model_name"));
        assertTrue(
                Recognition.lacks(found.proposals()).getFirst().startsWith("No negative prompt"));
        assertEquals(List.of("1 node leads to no picture and stays as it is."), found.notes());
    }

    /// Newer versions hand on what they save: one picture is saved on the way to another.
    @Test
    void whatIsSavedOnTheWayHasANameOfItsOwnToo() {
        Recognition found = of(SampleGraphs.SAVED_ON_THE_WAY);
        String name = "{{model_name}}_{{reference_filename}}_{{prompt_id}}";
        assertEquals(name, at(found, "9.filename_prefix"));
        assertEquals(name, at(found, "11.filename_prefix"));
        assertEquals(
                List.of(),
                of(SampleGraphs.SAVED_ON_THE_WAY.replace(
                                "\"SaveImageAdvanced\"", "\"PreviewImage\""))
                        .notes());
    }

    @Test
    void picturesThatAreOnlyShownAreSaidToBeLost() {
        String shown = "The workflow only shows its pictures and does not save them.";
        for (String type : List.of("PreviewImage", "SaveImageWebsocket")) {
            Recognition found =
                    of(SampleGraphs.TEXT_TO_IMAGE.replace("\"SaveImage\"", "\"" + type + "\""));
            assertTrue(found.notes().getFirst().startsWith(shown), type);
        }
        assertEquals(List.of(), of(SampleGraphs.TEXT_TO_IMAGE).notes());
    }

    @Test
    void formatsThatCannotBeReadAreSaidBeforeAnythingIsPaidFor() {
        String note = "“%s” saves in a format that cannot be read here.";
        String chosen =
                SampleGraphs.TEXT_TO_IMAGE.replace(
                        "\"filename_prefix\":\"ComfyUI\"",
                        "\"filename_prefix\":\"ComfyUI\",\"extension\":\".webp\"");
        assertTrue(of(chosen).notes().getFirst().startsWith(note.formatted("SaveImage")));
        String animated =
                SampleGraphs.TEXT_TO_IMAGE.replace("\"SaveImage\"", "\"SaveAnimatedWEBP\"");
        assertTrue(of(animated).notes().getFirst().startsWith(note.formatted("SaveAnimatedWEBP")));
    }

    @Test
    void oneLoaderHasBothPrompts() {
        Recognition found = of(SampleGraphs.EFFICIENT);
        assertEquals("positive_prompt", at(found, "1.positive"));
        assertEquals("negative_prompt", at(found, "1.negative"));
        assertEquals("lora_file", at(found, "1.lora_name"));
        assertEquals(List.of(), found.notes());
    }

    /// It stands in a node of its own, from which several samplers may take it.
    @Test
    void aSeedThatComesFromAnotherNodeIsFoundThere() {
        assertEquals("seed", at(of(SampleGraphs.EFFICIENT), "3.seed"));
        String other =
                SampleGraphs.EFFICIENT.replace(
                        "\"Seed (rgthree)\",\"inputs\":{\"seed\":",
                        "\"PrimitiveInt\",\"inputs\":{\"value\":");
        assertEquals("seed", at(of(other), "3.value"));
        assertEquals(Confidence.LIKELY, proposal(of(other), "3.value").confidence());
    }

    @Test
    void nodesThatNobodyKnows() {
        Recognition found = of(SampleGraphs.UNKNOWN_NODES);
        assertEquals("positive_prompt", at(found, "1.positive"));
        assertEquals("negative_prompt", at(found, "1.negative"));
        assertEquals("seed", at(found, "3.seed"));
        assertFalse(proposal(found, "2.seed").accepted());
        assertEquals("checkpoint", at(found, "1.ckpt_name"));
        assertTrue(at(found, "4.filename_prefix").contains("{{prompt_id}}"));
    }

    @Test
    void promptsComeFirstAndFilesAfterSettings() {
        List<Kind> kinds =
                of(SampleGraphs.IMAGE_TO_IMAGE_LORA).proposals().stream()
                        .map(Proposal::kind)
                        .distinct()
                        .toList();
        assertEquals(kinds.stream().sorted().toList(), kinds);
    }

    private static Recognition of(String json) {
        return Recognition.of(SampleGraphs.graph(json));
    }

    private static String at(Recognition found, String place) {
        return accepted(found).getOrDefault(place, "not proposed");
    }

    private static Proposal proposal(Recognition found, String place) {
        return found.proposals().stream()
                .filter(each -> name(each).equals(place))
                .findFirst()
                .orElseThrow();
    }

    private static Map<String, String> accepted(Recognition found) {
        return accepted(found.proposals());
    }

    private static Map<String, String> accepted(List<Proposal> proposals) {
        Map<String, String> accepted = new TreeMap<>();
        proposals.stream()
                .filter(Proposal::accepted)
                .forEach(each -> accepted.put(name(each), words(each.change())));
        return accepted;
    }

    private static String words(Change change) {
        return change.words();
    }

    private static String name(Proposal proposal) {
        return proposal.place().node() + "." + proposal.place().input();
    }
}
