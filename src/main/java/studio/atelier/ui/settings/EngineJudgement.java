package studio.atelier.ui.settings;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

import studio.atelier.ui.settings.EngineSettings.Access;
import studio.atelier.ui.settings.EngineSettings.Complaint;
import studio.atelier.ui.settings.EngineSettings.Field;
import studio.atelier.ui.settings.EngineSettings.Protocol;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What is wrong with an engine that is being entered, told at its fields: at once where something wrong stands, and
/// where nothing stands yet not before somebody has been there. JavaFX thread only.
public final class EngineJudgement {
    private static final EngineSettings.Secret NOTHING = new EngineSettings.Secret.None();

    private final EngineDraft draft;
    private final ReadOnlyBooleanWrapper valid = new ReadOnlyBooleanWrapper(true);
    private final Set<SettingField> touched = new HashSet<>();
    private boolean insisting;

    EngineJudgement(EngineDraft draft) {
        this.draft = draft;
    }

    public ReadOnlyBooleanProperty valid() {
        return valid.getReadOnlyProperty();
    }

    /// Nobody has been anywhere.
    void forget() {
        touched.clear();
        insisting = false;
    }

    void touch() {
        draft.fields().stream()
                .filter(field -> !field.text().get().isEmpty())
                .forEach(touched::add);
    }

    /// Also tells what is missing where nobody has been.
    void insist() {
        insisting = true;
    }

    void judge(List<Complaint> complaints) {
        for (SettingField field : draft.fields()) {
            field.complain("");
        }
        draft.headers().forEach(row -> row.complain(""));
        for (Complaint complaint : complaints) {
            if (complaint.field() == Field.HEADER) {
                header(complaint);
            } else {
                SettingField field = field(complaint.field());
                if (insisting || touched.contains(field)) {
                    field.complain(FieldWords.of(complaint.problem()));
                }
            }
        }
        valid.set(complaints.isEmpty());
    }

    private void header(Complaint complaint) {
        List<HeaderDraft> rows = draft.headers().stream().filter(row -> !row.isBlank()).toList();
        HeaderDraft row = rows.get(complaint.row());
        boolean half = row.name().get().isBlank() || row.header().value().equals(NOTHING);
        if (insisting || !half) {
            row.complain(FieldWords.of(complaint.problem()));
        }
    }

    private SettingField field(Field field) {
        boolean runpod = draft.protocol().get() == Protocol.RUNPOD;
        return switch (field) {
            case NAME -> draft.name();
            case ADDRESS -> runpod ? draft.endpoint() : draft.address();
            case SECRET -> runpod ? draft.key() : login();
            case WINDOW -> draft.window();
            case PRICE -> draft.price();
            case CERTIFICATE -> draft.certificate();
            case HEADER -> throw new IllegalArgumentException(Objects.toString(field));
        };
    }

    private SettingField login() {
        return draft.access().get() == Access.TOKEN ? draft.token() : draft.password();
    }
}
