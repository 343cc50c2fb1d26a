package studio.atelier.ui.kit;

import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import studio.atelier.model.Messages;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/// The activity list on the screen, for a pop-over below the bell.
public final class ActivityView extends VBox {
    private static final double WIDTH = 380;
    private static final double HEIGHT = 420;

    private final Messages messages = Messages.of("kit");
    private final DateTimeFormatter time =
            DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT).withZone(ZoneId.systemDefault());

    public ActivityView(ActivityList activity, Dialogs dialogs) {
        getStyleClass().add("activity");
        setPrefSize(WIDTH, HEIGHT);
        Label title = new Label(messages.text("activity.title"));
        title.getStyleClass().add("section-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button clear = new Button(messages.text("activity.clear"));
        clear.getStyleClass().addAll("flat", "small");
        clear.setOnAction(_ -> activity.clear());
        HBox head = new HBox(title, space, clear);
        head.getStyleClass().add("activity-head");
        head.setAlignment(Pos.CENTER_LEFT);
        ListView<ActivityList.Activity> list = new ListView<>(activity.entries());
        list.getStyleClass().add("activity-list");
        list.setCellFactory(_ -> new Row(dialogs));
        list.setPlaceholder(
                new EmptyState(
                        Icons.ACTIVITY,
                        messages.text("activity.empty.title"),
                        messages.text("activity.empty.text")));
        VBox.setVgrow(list, Priority.ALWAYS);
        getChildren().addAll(head, list);
    }

    private final class Row extends ListCell<ActivityList.Activity> {
        private final Label text = new Label();
        private final Label at = new Label();
        private final HBox icon = new HBox();
        private final Button details = new Button(messages.text("problem.details"));
        private final HBox row = new HBox();
        private final Dialogs dialogs;

        Row(Dialogs dialogs) {
            this.dialogs = dialogs;
            getStyleClass().add("activity-row");
            text.setWrapText(true);
            text.getStyleClass().add("activity-text");
            at.getStyleClass().add("activity-time");
            at.setMinWidth(USE_PREF_SIZE);
            details.getStyleClass().addAll("flat", "small");
            details.setMinWidth(USE_PREF_SIZE);
            VBox words = new VBox(text, at);
            HBox.setHgrow(words, Priority.ALWAYS);
            row.getStyleClass().add("activity-row-box");
            row.getChildren().addAll(icon, words, details);
            icon.setMinWidth(USE_PREF_SIZE);
            setPrefWidth(0);
        }

        /// A list cell asks its graphic for one long line; these give it the width first, so that the text wraps.
        @Override
        protected double computePrefHeight(double width) {
            double across = (width < 0 ? getWidth() : width) - sides();
            return isEmpty()
                    ? super.computePrefHeight(width)
                    : snappedTopInset() + row.prefHeight(across) + snappedBottomInset();
        }

        @Override
        protected void layoutChildren() {
            super.layoutChildren();
            if (!isEmpty()) {
                row.resizeRelocate(
                        snappedLeftInset(),
                        snappedTopInset(),
                        getWidth() - sides(),
                        getHeight() - snappedTopInset() - snappedBottomInset());
            }
        }

        private double sides() {
            return snappedLeftInset() + snappedRightInset();
        }

        @Override
        protected void updateItem(ActivityList.@Nullable Activity entry, boolean empty) {
            super.updateItem(entry, empty);
            if (empty || entry == null) {
                setGraphic(null);
                return;
            }
            text.setText(entry.text());
            at.setText(time.format(entry.at()));
            icon.getChildren().setAll(sign(entry.kind()));
            for (Toast.Kind kind : Toast.Kind.values()) {
                String name = kind.name().toLowerCase(Locale.ROOT);
                pseudoClassStateChanged(PseudoClass.getPseudoClass(name), kind == entry.kind());
            }
            details.setVisible(entry.problem().isPresent());
            details.setManaged(entry.problem().isPresent());
            details.setOnAction(
                    _ ->
                            entry.problem()
                                    .ifPresent(
                                            problem ->
                                                    dialogs.problem(
                                                            messages.text("problem.title"),
                                                            problem)));
            setGraphic(row);
        }

        private static Node sign(Toast.Kind kind) {
            return switch (kind) {
                case SUCCESS -> Icons.SUCCESS.node("activity-icon");
                case ERROR -> Icons.ERROR.node("activity-icon");
                case NEUTRAL -> Icons.INFO.node("activity-icon");
            };
        }
    }
}
