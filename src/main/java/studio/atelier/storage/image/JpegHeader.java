package studio.atelier.storage.image;

import java.io.DataInputStream;
import java.io.IOException;

/// The frame header of a JPEG, and the orientation that its EXIF segment gives.
///
/// @param components 1 gray, 3 colour, 4 CMYK
record JpegHeader(int width, int height, int components, boolean progressive, int orientation) {
    static final int SOI = 0xd8;
    static final int EOI = 0xd9;
    static final int SOS = 0xda;
    static final int APP1 = 0xe1;

    private static final byte[] EXIF = {'E', 'x', 'i', 'f', 0, 0};

    PictureHeader asPicture() {
        return new PictureHeader(PictureFormat.JPEG, width, height, orientation);
    }

    /// Reads from the first byte of the file to its frame header.
    static JpegHeader read(DataInputStream in) throws IOException {
        in.skipNBytes(2);
        int orientation = 1;
        while (true) {
            int marker = nextMarker(in);
            if (marker == EOI || marker == SOS) {
                throw new UnreadablePicture(PictureFault.DAMAGED, "JPEG without a frame header");
            }
            int length = in.readUnsignedShort() - 2;
            if (length < 0) {
                throw new UnreadablePicture(PictureFault.DAMAGED, "length of a JPEG segment");
            }
            if (isFrame(marker)) {
                return frame(in, marker, length, orientation);
            }
            if (marker == APP1 && orientation == 1) {
                byte[] data = new byte[length];
                in.readFully(data);
                orientation = orientation(data);
            } else {
                in.skipNBytes(length);
            }
        }
    }

    private static JpegHeader frame(DataInputStream in, int marker, int length, int orientation)
            throws IOException {
        if (length < 6) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "length of the frame header");
        }
        int precision = in.readUnsignedByte();
        int height = in.readUnsignedShort();
        int width = in.readUnsignedShort();
        int components = in.readUnsignedByte();
        // Baseline, extended and progressive Huffman frames of 8 bits are what decoders read.
        if (precision != 8 || marker > 0xc2) {
            throw new UnreadablePicture(PictureFault.FORMAT_UNSUPPORTED, "rare kind of JPEG");
        }
        boolean valid =
                width > 0
                        && height > 0
                        && (components == 1 || components == 3 || components == 4)
                        && length == 6 + 3 * components;
        if (!valid) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "impossible frame header");
        }
        return new JpegHeader(width, height, components, marker == 0xc2, orientation);
    }

    /// The marker after any fill bytes.
    static int nextMarker(DataInputStream in) throws IOException {
        if (in.readUnsignedByte() != 0xff) {
            throw new UnreadablePicture(PictureFault.DAMAGED, "JPEG segment without marker");
        }
        int marker = in.readUnsignedByte();
        while (marker == 0xff) {
            marker = in.readUnsignedByte();
        }
        return marker;
    }

    static boolean isFrame(int marker) {
        return marker >= 0xc0
                && marker <= 0xcf
                && marker != 0xc4
                && marker != 0xc8
                && marker != 0xcc;
    }

    /// From an APP1 segment; 1 when it holds none that can be read.
    static int orientation(byte[] app1) {
        for (int i = 0; i < EXIF.length; i++) {
            if (app1.length <= i || app1[i] != EXIF[i]) {
                return 1;
            }
        }
        return Exif.read(app1, EXIF.length).orientation();
    }
}
