package studio.atelier.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import studio.atelier.model.ParameterValue;
import studio.atelier.model.StudioException;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

class GraphTemplateTest {
    private static final String GRAPH =
            """
            {"6":{"class_type":"CLIPTextEncode","inputs":{"clip":["2",0],"text":"{{positive_prompt}}"}},
             "11":{"class_type":"KSampler","inputs":{"steps":"{{steps}}","cfg":"{{ cfg }}"}},
             "13":{"class_type":"SaveImage","inputs":{"filename_prefix":"{{model_name}}_{{reference_filename}}"}}}
            """;

    private static Map<String, ParameterValue> variables(String prompt) {
        return Map.of(
                "positive_prompt", ParameterValue.of(prompt),
                "steps", ParameterValue.of(28),
                "cfg", new ParameterValue.Decimal(new BigDecimal("3.8")),
                "model_name", ParameterValue.of("milan"),
                "reference_filename", ParameterValue.of("dune"));
    }

    private static JsonNode fill(String prompt) throws JsonProcessingException {
        return new ObjectMapper()
                .readTree(GraphTemplate.parse("Test", GRAPH).fill(variables(prompt)));
    }

    @Test
    void aValueThatIsAVariableBecomesItsOwnJsonKind() throws JsonProcessingException {
        JsonNode filled = fill("x");

        assertTrue(filled.at("/11/inputs/steps").isInt());
        assertEquals(28, filled.at("/11/inputs/steps").intValue());
        assertEquals(3.8, filled.at("/11/inputs/cfg").doubleValue());
        assertEquals("milan_dune", filled.at("/13/inputs/filename_prefix").textValue());
        assertEquals("2", filled.at("/6/inputs/clip/0").textValue());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a \"quoted\" word",
                "back \\ slash \\n",
                "{{seed}} and {{steps}}",
                "two\nlines\r\n\tand a tab",
                "smile \uD83D\uDE42 \u00fc \u65e5\u672c",
                "$1 \\1 {}[]",
                ""
            })
    void textIsData(String prompt) throws JsonProcessingException {
        assertEquals(prompt, fill(prompt).at("/6/inputs/text").textValue());
    }

    @Property(tries = 300)
    void anyTextArrivesUnchanged(@ForAll @StringLength(max = 200) String prompt)
            throws JsonProcessingException {
        assertEquals(prompt, fill(prompt).at("/6/inputs/text").textValue());
    }

    @Example
    void tenThousandCharactersArriveUnchanged() throws JsonProcessingException {
        String prompt = "a \"long\" {{prompt}}\n\uD83C\uDF05 ".repeat(500);

        assertEquals(prompt, fill(prompt).at("/6/inputs/text").textValue());
    }

    @Test
    void aVariableThatNothingFillsIsNamedWithNodeAndField() {
        var thrown =
                assertThrows(
                        StudioException.class,
                        () -> GraphTemplate.parse("Test", GRAPH).fill(Map.of()));

        assertEquals("unknown-variable", thrown.problem().code());
        assertEquals(List.of("Test", "positive_prompt", "6", "text"), thrown.problem().arguments());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"1\": {\"class_type\": ",
                "",
                "[]",
                "{}",
                "{\"1\": {\"inputs\": {}}}",
                "{\"1\": {\"class_type\":\"A\"}} trailing"
            })
    void brokenJsonIsRefusedInWords(String json) {
        var thrown = assertThrows(StudioException.class, () -> GraphTemplate.parse("Broken", json));

        assertEquals("workflow-invalid", thrown.problem().code());
        assertTrue(thrown.problem().sentence().contains("Broken"));
    }

    @Test
    void theFormatOfTheEditorIsRecognised() {
        var thrown =
                assertThrows(
                        StudioException.class,
                        () ->
                                GraphTemplate.parse(
                                        "Drawn",
                                        "{\"nodes\":[{\"id\":1,\"type\":\"KSampler\"}],\"links\":[]}"));

        assertEquals("workflow-ui-format", thrown.problem().code());
    }

    @Test
    void aWrappedGraphIsUnwrapped() {
        assertEquals(
                3, GraphTemplate.parse("Test", "{\"prompt\":" + GRAPH + "}").nodeClasses().size());
    }
}
