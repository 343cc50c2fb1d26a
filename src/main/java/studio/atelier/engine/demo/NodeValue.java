package studio.atelier.engine.demo;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;

/// What flows along a link of the graph.
sealed interface NodeValue {
    /// A model, a text encoder, a VAE or a mask: nothing but what was done to it.
    ///
    /// @param traits names of the files that shaped it, for example its LoRAs
    record Handle(String kind, String traits) implements NodeValue {}

    record Conditioning(String text) implements NodeValue {}

    record Pictures(List<BufferedImage> images) implements NodeValue {
        public Pictures {
            images = List.copyOf(images);
        }
    }

    /// Width and height in pixels of the picture it decodes to.
    ///
    /// @param source the encoded picture, empty for an empty latent
    /// @param sketch what a sampler made of it
    record Latent(
            int width,
            int height,
            int batch,
            Optional<BufferedImage> source,
            Optional<DemoPainter.Sketch> sketch)
            implements NodeValue {}
}
