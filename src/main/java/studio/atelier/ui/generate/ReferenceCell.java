package studio.atelier.ui.generate;

import studio.atelier.model.Messages;
import studio.atelier.model.PictureRef;
import studio.atelier.model.ReferenceImage;
import studio.atelier.ui.kit.PictureCell;
import studio.atelier.ui.kit.PictureLoader;

/// A reference in the browser: its thumbnail and its caption.
final class ReferenceCell extends PictureCell<ReferenceImage> {
    static final int CAPTION_LINES = 1;

    private static final String NO_CAPTION = Messages.of("generate").text("references.no-caption");

    ReferenceCell(PictureLoader loader) {
        super(loader);
    }

    @Override
    protected void show(ReferenceImage reference) {
        picture(new PictureRef.Reference(reference.id()));
        captions(reference.caption().isBlank() ? NO_CAPTION : reference.caption(), "");
    }

    @Override
    protected int captionLines() {
        return CAPTION_LINES;
    }
}
