package studio.atelier.ui.generate;

import javafx.scene.control.Tooltip;

import studio.atelier.model.Messages;
import studio.atelier.model.PictureRef;
import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.kit.PictureCell;
import studio.atelier.ui.kit.PictureLoader;

/// A reference in the browser: its thumbnail and its caption.
final class ReferenceCell extends PictureCell<ReferenceImage> {
    static final int CAPTION_LINES = 1;

    private static final double TOOLTIP_WIDTH = 320;

    private static final String NO_CAPTION = Messages.of("generate").text("references.no-caption");

    /// The captions that a cell has no room for.
    private final Tooltip whole = new Tooltip();

    ReferenceCell(PictureLoader loader) {
        super(loader);
        whole.setWrapText(true);
        whole.setMaxWidth(TOOLTIP_WIDTH);
        Tooltip.install(this, whole);
    }

    @Override
    protected void show(ReferenceImage reference) {
        picture(new PictureRef.Reference(reference.id()));
        String caption = reference.caption().isBlank() ? NO_CAPTION : reference.caption();
        captions(caption, "");
        whole.setText(caption + "\n" + reference.filename());
    }

    @Override
    protected int captionLines() {
        return CAPTION_LINES;
    }
}
