package studio.atelier.captions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// The two forms in which services of this protocol are asked: the older one, which all of them understand, and the
/// one that some of them go over to.
public enum VisionForm {
    CHAT("chat/completions") {
        @Override
        ObjectNode question(String model, String prompt, String picture) {
            ObjectNode question = asked(model);
            ArrayNode parts = message(question, "messages");
            parts.addObject().put("type", "text").put("text", prompt);
            parts.addObject().put("type", "image_url").putObject("image_url").put("url", picture);
            return question;
        }
    },

    RESPONSES("responses") {
        @Override
        ObjectNode question(String model, String prompt, String picture) {
            ObjectNode question = asked(model);
            // Otherwise xAI keeps the picture for a month, and may refuse it.
            question.put("store", false);
            ArrayNode parts = message(question, "input");
            parts.addObject().put("type", "input_text").put("text", prompt);
            parts.addObject().put("type", "input_image").put("image_url", picture);
            return question;
        }
    };

    private final String route;

    VisionForm(String route) {
        this.route = route;
    }

    /// Below the base of the service.
    String route() {
        return route;
    }

    /// The form whose route an address ends with, as people copy it out of a manual.
    static Optional<VisionForm> ending(String address) {
        return Arrays.stream(values())
                .filter(form -> address.endsWith("/" + form.route))
                .findFirst();
    }

    /// One message of a text and then a JPEG as data, not streamed, and no parameter that some model refuses.
    ObjectNode question(String model, String prompt, byte[] jpeg) {
        return question(
                model,
                prompt,
                "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg));
    }

    abstract ObjectNode question(String model, String prompt, String picture);

    private static ObjectNode asked(String model) {
        return JsonNodeFactory.instance.objectNode().put("model", model).put("stream", false);
    }

    private static ArrayNode message(ObjectNode question, String name) {
        return question.putArray(name).addObject().put("role", "user").putArray("content");
    }
}
