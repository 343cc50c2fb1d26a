package studio.atelier.ui.generate.caption;

import studio.atelier.model.ReferenceChange.Captions;
import studio.atelier.model.ReferenceImage;

import java.util.List;

/// The references on the screen, as captioning sees them. JavaFX thread only.
public interface CaptionShelf {
    /// All that there are.
    List<ReferenceImage> all();

    /// Shows captions that came meanwhile.
    void look();

    /// Takes note of captions that replaced others, so that they can be taken back.
    void replaced(Captions done);
}
