package studio.atelier.plan;

import studio.atelier.model.LoraModel;
import studio.atelier.model.Messages;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a model must have before it is stored.
public final class ModelRules {
    private static final Messages MESSAGES = Messages.of("shelf");
    private static final int SHORT = 50;
    private static final int MIDDLE = 100;
    private static final int LONG = 200;

    private ModelRules() {}

    /// What a person fills in.
    public enum Field {
        NAME(MIDDLE),
        LORA_FILE(LONG),
        TRIGGER_WORD(MIDDLE),
        HAIR_STYLE(LONG),
        HAIR_COLOR(SHORT),
        SKIN_TONE(SHORT),
        NEGATIVE_PROMPT(Integer.MAX_VALUE);

        private final int most;

        Field(int most) {
            this.most = most;
        }

        public String of(LoraModel model) {
            return switch (this) {
                case NAME -> model.name();
                case LORA_FILE -> model.loraFile();
                case TRIGGER_WORD -> model.triggerWord();
                case HAIR_STYLE -> model.hairStyle();
                case HAIR_COLOR -> model.hairColor();
                case SKIN_TONE -> model.skinTone();
                case NEGATIVE_PROMPT -> model.negativePrompt();
            };
        }
    }

    /// A sentence for each field that cannot stay as it is; empty when the model can be stored.
    ///
    /// @param others that are offered beside it
    public static Map<Field, String> faults(LoraModel model, List<LoraModel> others) {
        Map<Field, String> faults = new EnumMap<>(Field.class);
        for (Field field : Field.values()) {
            if (field.of(model).length() > field.most) {
                faults.put(field, MESSAGES.text("fault.long", field.most));
            }
        }
        boolean sameName =
                others.stream()
                        .filter(other -> !other.id().equals(model.id()))
                        .anyMatch(other -> other.name().equalsIgnoreCase(model.name().strip()));
        if (model.name().isBlank()) {
            faults.put(Field.NAME, MESSAGES.text("fault.no-name"));
        } else if (sameName) {
            faults.put(Field.NAME, MESSAGES.text("fault.same-name"));
        }
        if (model.loraFile().isBlank()) {
            faults.put(Field.LORA_FILE, MESSAGES.text("fault.no-lora"));
        }
        return faults;
    }

    /// Whether an engine that lists these names has the file, folder and letter case aside.
    public static boolean isListed(List<String> listed, String file) {
        String wanted = base(file);
        return listed.stream().anyMatch(name -> base(name).equals(wanted));
    }

    private static String base(String name) {
        String path = name.strip().replace('\\', '/');
        return path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }
}
