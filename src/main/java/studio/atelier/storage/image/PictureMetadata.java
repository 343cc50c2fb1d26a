package studio.atelier.storage.image;

import studio.atelier.model.Problem.Kind;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The texts inside a picture file, read leniently and within bounds: what is broken or too long is left out.
///
/// @param texts by keyword, in the order of the file; a JPEG's under the keywords that a PNG would have
public record PictureMetadata(Map<String, String> texts) {
    /// Longest chunk that is looked into.
    static final int MAX_CHUNK = 8 << 20;

    private static final int MAX_TEXTS = 100;
    private static final long MAX_CHARACTERS = 32 << 20;
    private static final int SIGNATURE_BYTES = 8;

    public PictureMetadata {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    /// The graph that ComfyUI ran, as JSON.
    public Optional<String> prompt() {
        return Optional.ofNullable(texts.get("prompt"));
    }

    /// See `GenerationText`.
    public Optional<String> parameters() {
        return Optional.ofNullable(texts.get(PngLabel.PARAMETERS));
    }

    public Optional<String> xmp() {
        return Optional.ofNullable(texts.get(XmpPacket.PNG_KEYWORD));
    }

    /// @throws studio.atelier.model.StudioException with `OUTPUT_UNREADABLE` when the file is no picture at all
    public static PictureMetadata read(Path file, String name) {
        try {
            return read(file);
        } catch (IOException e) {
            throw PictureCheck.problem(Kind.OUTPUT_UNREADABLE, name, e);
        }
    }

    static PictureMetadata read(Path file) throws IOException {
        PictureFormat format = PictureHeader.read(file).format();
        Map<String, String> texts = new LinkedHashMap<>();
        try (var in = new BufferedInputStream(Files.newInputStream(file))) {
            switch (format) {
                case PNG -> readPng(in, texts);
                case JPEG -> JpegLabel.read(in, texts);
                case WEBP, GIF -> {}
            }
        } catch (EOFException e) {
            // What was read so far is all there is.
            return new PictureMetadata(texts);
        }
        return new PictureMetadata(texts);
    }

    private static void readPng(InputStream stream, Map<String, String> texts) throws IOException {
        DataInputStream in = new DataInputStream(stream);
        in.skipNBytes(SIGNATURE_BYTES);
        long characters = 0;
        int type;
        do {
            int length = in.readInt();
            type = in.readInt();
            if (length < 0) {
                return;
            }
            if (PngLabel.isText(type) && length <= MAX_CHUNK) {
                byte[] data = new byte[length];
                in.readFully(data);
                PngText text = PngText.parse(type, data);
                characters += text.text().length();
                if (characters > MAX_CHARACTERS || texts.size() >= MAX_TEXTS) {
                    return;
                }
                texts.putIfAbsent(text.keyword(), text.text());
                in.skipNBytes(4);
            } else {
                in.skipNBytes(length + 4L);
            }
        } while (type != PngChunks.IEND);
    }
}
