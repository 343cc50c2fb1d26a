package studio.atelier.ui;

import atlantafx.base.theme.Styles;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;

import org.controlsfx.control.PopOver;
import org.controlsfx.control.PopOver.ArrowLocation;

import studio.atelier.model.Messages;
import studio.atelier.ui.kit.ActivityList;
import studio.atelier.ui.kit.ActivityView;
import studio.atelier.ui.kit.Dialogs;
import studio.atelier.ui.kit.Icons;

/// The bell: how many messages are new, and all of them on a press.
final class ActivityButton extends StackPane {
    private final ActivityList activity;
    private final PopOver popOver = new PopOver();

    ActivityButton(ActivityList activity, Dialogs dialogs) {
        this.activity = activity;
        var messages = Messages.of("main");
        var button = new Button("", Icons.ACTIVITY.node());
        button.setId("activity");
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setTooltip(new Tooltip(messages.text("activity.tip")));
        button.setAccessibleText(messages.text("activity.tip"));
        button.setOnAction(_ -> open());
        var badge = new Label();
        badge.getStyleClass().add("header-badge");
        badge.setMouseTransparent(true);
        badge.visibleProperty().bind(activity.unreadProperty().greaterThan(0));
        badge.textProperty()
                .bind(
                        activity.unreadProperty()
                                .map(count -> count.intValue() > 99 ? "99+" : count.toString()));
        getStyleClass().add("activity-button");
        getChildren().addAll(button, badge);
        popOver.setArrowLocation(ArrowLocation.TOP_RIGHT);
        popOver.setDetachable(false);
        popOver.getStyleClass().add("kit-popover");
        popOver.setContentNode(new ActivityView(activity, dialogs));
    }

    private void open() {
        if (popOver.isShowing()) {
            popOver.hide();
        } else {
            popOver.show(this);
            activity.markRead();
        }
    }
}
