package studio.atelier.ui.settings;

import javafx.beans.Observable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;

import studio.atelier.ui.settings.EngineListViewModel.Row;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The rows of the list of engines, and which one is chosen. JavaFX thread only.
final class EngineRows {
    private final ObservableList<EngineDraft> engines;
    private final ConnectionViewModel variables;
    private final ObservableList<Row> rows = FXCollections.observableArrayList(this::watched);
    private final ObjectProperty<Row> chosen = new SimpleObjectProperty<>(new Row.Demo());

    EngineRows(ObservableList<EngineDraft> engines, ConnectionViewModel variables) {
        this.engines = engines;
        this.variables = variables;
        rows.add(new Row.Demo());
        engines.addListener((ListChangeListener<EngineDraft>) _ -> arrange());
        variables.fields().forEach(field -> field.text().subscribe((_, _) -> arrange()));
        variables.fixed().subscribe((_, _) -> arrange());
    }

    ObservableList<Row> rows() {
        return rows;
    }

    ObjectProperty<Row> chosen() {
        return chosen;
    }

    /// Rows that stay are left where they are, so that what is chosen stays chosen.
    private void arrange() {
        List<Row> wanted = new ArrayList<>();
        if (isSaid()) {
            wanted.add(new Row.Variables());
        }
        engines.forEach(engine -> wanted.add(new Row.Own(engine)));
        if (wanted.isEmpty()) {
            wanted.add(new Row.Demo());
        }
        int place = rows.indexOf(chosen.get());
        Row before = chosen.get();
        rows.removeIf(row -> !wanted.contains(row));
        for (int at = 0; at < wanted.size(); at++) {
            if (at >= rows.size() || !rows.get(at).equals(wanted.get(at))) {
                rows.add(at, wanted.get(at));
            }
        }
        boolean stays = wanted.contains(before);
        chosen.set(stays ? before : rows.get(Math.clamp(place, 0, rows.size() - 1)));
    }

    private boolean isSaid() {
        return !variables.fixed().get().isEmpty()
                || variables.changed().get()
                || variables.fields().stream().anyMatch(field -> !field.text().get().isBlank());
    }

    /// What a row shows of its engine.
    private Observable[] watched(Row row) {
        return switch (row) {
            case Row.Own(var draft) ->
                    new Observable[] {
                        draft.name().text(),
                        draft.protocol(),
                        draft.address().text(),
                        draft.endpoint().text(),
                        draft.enabled(),
                        draft.changed(),
                        draft.removed(),
                        draft.judgement().valid()
                    };
            case Row.Variables() ->
                    Stream.concat(
                                    Stream.of(variables.fixed(), variables.changed()),
                                    variables.fields().stream().map(SettingField::text))
                            .toArray(Observable[]::new);
            case Row.Demo() -> new Observable[0];
        };
    }
}
