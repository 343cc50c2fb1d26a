package studio.atelier.ui.generate.edit;

import atlantafx.base.theme.Styles;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

import studio.atelier.model.Messages;
import studio.atelier.model.ReferenceChange.Recaptioned;

import java.util.List;

/// Find and replace over captions, with what would change before it does.
public final class ReplacePane extends VBox {
    private static final Messages MESSAGES = Messages.of("references");
    private static final int SHOWN = 3;

    private final ReplaceViewModel viewModel;
    private final Runnable close;
    private final TextField find = new TextField();
    private final Label count = new Label();
    private final VBox changes = new VBox();
    private final Button replace = new Button();

    public ReplacePane(ReplaceViewModel viewModel, Runnable close) {
        this.viewModel = viewModel;
        this.close = close;
        getStyleClass().addAll("preview", "edit-pane");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        Label title = new Label(MESSAGES.text("replace.title"));
        title.getStyleClass().add("preview-title");
        count.setId("replace-count");
        count.setWrapText(true);
        changes.getStyleClass().add("replace-changes");
        getChildren().addAll(title, fields(), scope(), count, changes, buttons());
        viewModel.preview().subscribe(this::show);
        focusedProperty()
                .subscribe(
                        focused -> {
                            if (focused) {
                                find.requestFocus();
                            }
                        });
    }

    private VBox fields() {
        find.setId("replace-find");
        find.setPromptText(MESSAGES.text("replace.find"));
        find.setAccessibleText(MESSAGES.text("replace.find"));
        find.textProperty().bindBidirectional(viewModel.find());
        TextField with = new TextField();
        with.setId("replace-with");
        with.setPromptText(MESSAGES.text("replace.with"));
        with.setAccessibleText(MESSAGES.text("replace.with"));
        with.textProperty().bindBidirectional(viewModel.replacement());
        find.setOnAction(_ -> with.requestFocus());
        with.setOnAction(_ -> replace());
        VBox fields = new VBox(find, with);
        fields.getStyleClass().add("edit-fields");
        return fields;
    }

    private HBox scope() {
        ToggleGroup group = new ToggleGroup();
        RadioButton selected =
                new RadioButton(MESSAGES.text("replace.selected", viewModel.selectedCount()));
        RadioButton all = new RadioButton(MESSAGES.text("replace.all", viewModel.allCount()));
        selected.setToggleGroup(group);
        all.setToggleGroup(group);
        all.setId("replace-all");
        selected.setDisable(viewModel.selectedCount() == 0);
        (viewModel.everywhere().get() ? all : selected).setSelected(true);
        all.selectedProperty().subscribe(viewModel.everywhere()::set);
        CheckBox exact = new CheckBox(MESSAGES.text("replace.case"));
        exact.selectedProperty().bindBidirectional(viewModel.caseMatters());
        HBox scope = new HBox(selected, all, exact);
        scope.getStyleClass().add("edit-choices");
        scope.setAlignment(Pos.CENTER_LEFT);
        return scope;
    }

    private HBox buttons() {
        Button cancel = new Button(MESSAGES.text("cancel"));
        cancel.setMinWidth(USE_PREF_SIZE);
        cancel.setOnAction(_ -> close.run());
        replace.setId("replace");
        replace.getStyleClass().add(Styles.ACCENT);
        replace.setMinWidth(USE_PREF_SIZE);
        replace.setOnAction(_ -> replace());
        HBox buttons = new HBox(cancel, replace);
        buttons.getStyleClass().add("edit-buttons");
        buttons.setAlignment(Pos.CENTER_RIGHT);
        return buttons;
    }

    private void show(ReplaceViewModel.Preview preview) {
        int captions = preview.change().size();
        replace.setDisable(captions == 0);
        replace.setText(MESSAGES.text("replace.verb", captions));
        count.setText(
                viewModel.find().get().isEmpty()
                        ? MESSAGES.text("replace.type")
                        : MESSAGES.text("replace.count", captions, preview.searched())
                                + MESSAGES.text("replace.places", preview.places()));
        List<Recaptioned> some = preview.change().recaptioned();
        changes.getChildren().setAll(some.stream().limit(SHOWN).map(ReplacePane::change).toList());
        if (some.size() > SHOWN) {
            Label more = new Label(MESSAGES.text("replace.more", some.size() - SHOWN));
            more.getStyleClass().add("hint");
            changes.getChildren().add(more);
        }
    }

    private static VBox change(Recaptioned change) {
        Label before = new Label(change.from().text());
        before.getStyleClass().add("replace-before");
        String text = change.to().text();
        Label after = new Label(text.isEmpty() ? MESSAGES.text("replace.empty") : text);
        return new VBox(before, after);
    }

    private void replace() {
        if (!replace.isDisabled()) {
            close.run();
            viewModel.replace();
        }
    }
}
