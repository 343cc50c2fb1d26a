package studio.atelier.storage.image;

import studio.atelier.storage.image.SyntheticLabel.Origin;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The XMP packet that carries the IPTC DigitalSourceType.
final class XmpPacket {
    static final String PNG_KEYWORD = "XML:com.adobe.xmp";

    private static final String END_OF_RDF = "</rdf:RDF>";
    private static final Pattern SOURCE_TYPE =
            Pattern.compile("DigitalSourceType[^>]{0,200}?(http://cv\\.iptc\\.org/[A-Za-z/]+)");

    private XmpPacket() {}

    static String of(Origin origin) {
        return """
               <?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
               <x:xmpmeta xmlns:x="adobe:ns:meta/">
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
               %s </rdf:RDF>
               </x:xmpmeta>
               <?xpacket end="w"?>"""
                .formatted(description(origin));
    }

    /// Adds the mark to a packet that another program wrote; one that already holds it stays as it is.
    static String merged(String existing, Origin origin) {
        int end = existing.lastIndexOf(END_OF_RDF);
        if (existing.contains(origin.digitalSourceType() + "\"")) {
            return existing;
        }
        Matcher other = SOURCE_TYPE.matcher(existing);
        if (other.find()) {
            return existing.substring(0, other.start(1))
                    + origin.digitalSourceType()
                    + existing.substring(other.end(1));
        }
        if (end < 0) {
            return of(origin);
        }
        return existing.substring(0, end) + description(origin) + existing.substring(end);
    }

    private static String description(Origin origin) {
        return """
                 <rdf:Description rdf:about=""
                   xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
                   Iptc4xmpExt:DigitalSourceType="%s"/>
               """
                .formatted(origin.digitalSourceType());
    }
}
