package studio.atelier.drill.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Answers of the right shape with something broken in them: cut, spliced, bytes changed, values replaced by
/// values of other kinds. Belongs to one thread; the same seed gives the same answers.
final class ShapeFuzzer {
    private static final Pattern VALUE =
            Pattern.compile(
                    "\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"(?!\\s*:)|-?\\d+(?:\\.\\d+)?|true|false|null|\\[\\]|\\{\\}");

    private static final List<String> SHAPES =
            List.of(
                    "{\""
                            + Corpus.PROMPT
                            + "\":{\"prompt\":[3,\""
                            + Corpus.PROMPT
                            + "\",{\"7\":{\"class_type\":\"KSampler\",\"_meta\":{\"title\":\"Sample\"}}},{\"client_id\":\"c\"},[\"9\"]],\"outputs\":{\"9\":{\"images\":[{\"filename\":\"a_00001_.png\",\"subfolder\":\"\",\"type\":\"output\"}]}},\"status\":{\"status_str\":\"success\",\"completed\":true,\"messages\":[[\"execution_start\",{\"prompt_id\":\"p\",\"timestamp\":1}],[\"execution_success\",{\"prompt_id\":\"p\"}]]},\"meta\":{}}}",
                    "{\""
                            + Corpus.PROMPT
                            + "\":{\"prompt\":[3,\"p\",{},{},[]],\"outputs\":{},\"status\":{\"status_str\":\"error\",\"completed\":false,\"messages\":[[\"execution_error\",{\"node_id\":\"7\",\"node_type\":\"KSampler\",\"exception_message\":\"CUDA out of memory\",\"exception_type\":\"torch.OutOfMemoryError\",\"traceback\":[\"a\"],\"current_inputs\":{}}]]}}}",
                    "{\"queue_running\":[[1,\""
                            + Corpus.PROMPT
                            + "\",{},{\"client_id\":\"c\"},[\"9\"]]],\"queue_pending\":[[2,\"q\",{},{},[]]]}",
                    "{\"prompt_id\":\"" + Corpus.PROMPT + "\",\"number\":4,\"node_errors\":{}}",
                    "{\"error\":{\"type\":\"prompt_outputs_failed_validation\",\"message\":\"Prompt outputs failed validation\",\"details\":\"\",\"extra_info\":{}},\"node_errors\":{\"2\":{\"errors\":[{\"type\":\"value_not_in_list\",\"message\":\"Value not in list\",\"details\":\"lora_name: 'a' not in []\",\"extra_info\":{\"input_name\":\"lora_name\",\"input_config\":[[\"b.safetensors\"],{}],\"received_value\":\"a\"}}],\"dependent_outputs\":[\"9\"],\"class_type\":\"LoraLoader\"}}}",
                    "{\"KSampler\":{\"input\":{\"required\":{\"sampler_name\":[[\"euler\"],{}],\"cfg\":[\"FLOAT\",{\"default\":8.0}],\"m\":[\"COMBO\",{\"options\":[\"a\"]}]},\"optional\":{}},\"output\":[\"LATENT\"]}}",
                    "{\"system\":{\"os\":\"posix\",\"ram_total\":1,\"ram_free\":1,\"comfyui_version\":\"0.33.0\"},\"devices\":[{\"name\":\"cuda:0\",\"vram_total\":2,\"vram_free\":1}]}",
                    "{\"name\":\"a.png\",\"subfolder\":\"\",\"type\":\"input\"}",
                    "[\"milan.safetensors\",\"sub/other.safetensors\"]",
                    "{\"cancelled\":true}");

    private static final List<String> MESSAGES =
            List.of(
                    "{\"type\":\"status\",\"data\":{\"status\":{\"exec_info\":{\"queue_remaining\":1}},\"sid\":\"c\"}}",
                    "{\"type\":\"execution_start\",\"data\":{\"prompt_id\":\""
                            + Corpus.PROMPT
                            + "\",\"timestamp\":1}}",
                    "{\"type\":\"executing\",\"data\":{\"node\":\"7\",\"display_node\":\"7\",\"prompt_id\":\""
                            + Corpus.PROMPT
                            + "\"}}",
                    "{\"type\":\"progress\",\"data\":{\"value\":3,\"max\":20,\"prompt_id\":\""
                            + Corpus.PROMPT
                            + "\",\"node\":\"7\"}}",
                    "{\"type\":\"progress_state\",\"data\":{\"prompt_id\":\""
                            + Corpus.PROMPT
                            + "\",\"nodes\":{\"7\":{\"value\":1,\"max\":20,\"state\":\"running\",\"node_id\":\"7\"}}}}",
                    "{\"type\":\"executed\",\"data\":{\"node\":\"9\",\"output\":{\"images\":[{\"filename\":\"a.png\",\"subfolder\":\"\",\"type\":\"output\"}]},\"prompt_id\":\""
                            + Corpus.PROMPT
                            + "\"}}",
                    "{\"type\":\"execution_error\",\"data\":{\"prompt_id\":\""
                            + Corpus.PROMPT
                            + "\",\"exception_type\":\"E\"}}",
                    "{\"type\":\"execution_cached\",\"data\":{\"nodes\":[\"1\"],\"prompt_id\":\""
                            + Corpus.PROMPT
                            + "\"}}");

    private static final List<String> ODD =
            List.of(
                    "null",
                    "true",
                    "-1",
                    "1e308",
                    "NaN",
                    "-Infinity",
                    "99999999999999999999999999",
                    "\"\"",
                    "\"\\u0000\"",
                    "\"../../x.png\"",
                    "\"" + "y".repeat(5_000) + "\"",
                    "[]",
                    "{}",
                    "[[[null]]]",
                    "{\"a\":{\"b\":[]}}",
                    "[".repeat(300) + "]".repeat(300));

    private final Random random;

    ShapeFuzzer(long seed) {
        this.random = new Random(seed);
    }

    Garbage next() {
        String text = broken(of(SHAPES));
        int status = random.nextInt(4) == 0 ? 400 : 200;
        return Garbage.body(
                "fuzz " + status + " " + text.substring(0, Math.min(400, text.length())),
                status,
                random.nextInt(30) == 0 ? "text/html" : "application/json",
                text.getBytes(StandardCharsets.ISO_8859_1));
    }

    String message() {
        return broken(of(MESSAGES));
    }

    private String broken(String valid) {
        String text = valid;
        for (int i = 1 + random.nextInt(3); i > 0 && !text.isEmpty(); i--) {
            text =
                    switch (random.nextInt(6)) {
                        case 0 -> text.substring(0, random.nextInt(text.length()));
                        case 1 -> changedBytes(text);
                        case 2 -> spliced(text, of(SHAPES));
                        default -> changedValue(text);
                    };
        }
        return text;
    }

    private String changedBytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < 3; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private String spliced(String text, String other) {
        return text.substring(0, random.nextInt(text.length()))
                + other.substring(random.nextInt(other.length()));
    }

    private String changedValue(String text) {
        MatchResult[] values = VALUE.matcher(text).results().toArray(MatchResult[]::new);
        if (values.length == 0) {
            return text;
        }
        MatchResult chosen = Arrays.asList(values).get(random.nextInt(values.length));
        return text.substring(0, chosen.start()) + of(ODD) + text.substring(chosen.end());
    }

    private <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
