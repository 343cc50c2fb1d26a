package studio.atelier.ui.gallery;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

import studio.atelier.model.Messages;
import studio.atelier.ui.kit.Icons;
import studio.atelier.ui.kit.ZoomPane;

/// The line above the picture: the way back, which picture this is, and how it is looked at.
final class LightboxBar extends HBox {
    private final LightboxViewModel model;
    private final Messages messages = Messages.of("gallery");
    private final Label title = new Label();
    private final Label position = new Label();
    private final Button zoomed = new Button();
    private final ToggleButton sides;
    private final ToggleButton slider;

    LightboxBar(
            LightboxViewModel model,
            javafx.beans.property.ReadOnlyObjectProperty<GallerySnapshot> snapshot,
            DetailText words,
            ZoomPane zoom) {
        this.model = model;
        getStyleClass().add("lightbox-bar");
        setAlignment(Pos.CENTER_LEFT);
        Button back = Buttons.icon(Icons.BACK, messages.text("lightbox.close"), model::close);
        back.setId("lightbox-close");
        title.getStyleClass().add("lightbox-title");
        title.setMinWidth(0);
        position.getStyleClass().addAll("muted", "lightbox-position");
        position.setMinWidth(USE_PREF_SIZE);
        sides =
                compare(
                        Icons.COMPARE,
                        "lightbox.side-by-side",
                        LightboxViewModel.Compare.SIDE_BY_SIDE);
        sides.setId("compare-sides");
        slider = compare(Icons.SPLIT, "lightbox.slider", LightboxViewModel.Compare.SLIDER);
        slider.setId("compare-slider");
        ToggleButton panel = Buttons.toggle(Icons.SIDEBAR, messages.text("lightbox.panel"));
        panel.setId("toggle-panel");
        panel.selectedProperty().bindBidirectional(model.panel());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(back, title, position, space, zoomButton(zoom), sides, slider, panel);
        model.compare().subscribe(this::showCompare);
        model.detail()
                .subscribe(detail -> detail.ifPresent(found -> title.setText(words.title(found))));
        model.index().subscribe(_ -> showPosition(snapshot.get()));
        model.key().subscribe(_ -> showPosition(snapshot.get()));
        snapshot.subscribe(this::showPosition);
    }

    private Button zoomButton(ZoomPane zoom) {
        zoomed.setId("zoom");
        zoomed.getStyleClass().addAll("flat", "lightbox-zoom");
        zoomed.setTooltip(new Tooltip(messages.text("lightbox.zoom")));
        zoomed.setMinWidth(USE_PREF_SIZE);
        zoomed.visibleProperty().bind(zoom.imageProperty().isNotNull());
        zoomed.setOnAction(_ -> zoom.toggleFit());
        zoom.scaleProperty()
                .subscribe(
                        scale ->
                                zoomed.setText(
                                        messages.text("cell.progress", scale.doubleValue())));
        return zoomed;
    }

    private ToggleButton compare(Icons icon, String words, LightboxViewModel.Compare way) {
        ToggleButton button = Buttons.toggle(icon, messages.text(words));
        button.setOnAction(_ -> model.toggle(way));
        return button;
    }

    private void showCompare(LightboxViewModel.Compare way) {
        sides.setSelected(way == LightboxViewModel.Compare.SIDE_BY_SIDE);
        slider.setSelected(way == LightboxViewModel.Compare.SLIDER);
    }

    private void showPosition(GallerySnapshot snapshot) {
        position.setText(
                model.isOpen()
                        ? messages.text(
                                "lightbox.position", model.index().get() + 1, snapshot.size())
                        : "");
    }
}
