package studio.atelier.plan.recognition;

import studio.atelier.model.ParameterDefinition;
import studio.atelier.model.ParameterValue;

import java.util.Optional;

/// One value of a graph that could become a variable.
///
/// @param kind what the value is for
/// @param change what would stand there instead
/// @param current what stands there now
/// @param reason one sentence: why this is proposed, or why it is not
/// @param accepted whether it is proposed; the others are there to be chosen
/// @param definition of the parameter that it becomes, for those that are set on the Generate tab
public record Proposal(
        Place place,
        Kind kind,
        Change change,
        ParameterValue current,
        Confidence confidence,
        String reason,
        boolean accepted,
        Optional<ParameterDefinition> definition) {
    /// An input of a node.
    ///
    /// @param title what the node is called in the editor, else its class
    public record Place(String node, String title, String input) {}

    /// What a value is for.
    public enum Kind {
        POSITIVE,
        NEGATIVE,
        REFERENCE,
        LORA,
        LORA_STRENGTH,
        SEED,
        SETTING,
        FILE,
        SAVED_NAME,
        COUNT
    }

    /// How sure the recognition is.
    public enum Confidence {
        SURE,
        LIKELY,
        GUESS
    }

    /// What a value is replaced by.
    public sealed interface Change {
        /// The value of a variable, in its own kind.
        record Variable(String name) implements Change {
            @Override
            public String words() {
                return name;
            }
        }

        /// A text with variables in it.
        record Text(String template) implements Change {
            @Override
            public String words() {
                return template;
            }
        }

        /// A number that stays.
        record Fixed(int value) implements Change {
            @Override
            public String words() {
                return String.valueOf(value);
            }
        }

        /// As a person reads it.
        String words();
    }

    Proposal accepted(boolean now) {
        return new Proposal(place, kind, change, current, confidence, reason, now, definition);
    }
}
