package studio.atelier.ui.generate.caption;

import studio.atelier.captions.CaptionsAddress;

import java.util.Optional;

/// What captioning needs from the window around it.
public interface CaptionHost {
    /// The service as it is set now. Blocks.
    ///
    /// @throws studio.atelier.model.StudioException when what is set cannot be understood
    Optional<CaptionsAddress> service();

    /// Shows the settings where the service is set. On the JavaFX thread.
    void showSettings();
}
