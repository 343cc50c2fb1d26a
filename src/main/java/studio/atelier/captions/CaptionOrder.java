package studio.atelier.captions;

import studio.atelier.model.ReferenceImage;

import java.util.List;

/// What a person wants captioned.
///
/// @param references as they are known now: a caption that is another one meanwhile is left alone
/// @param prompt what the service is asked, not blank
/// @param replaces whether those that have a caption get another one; else they keep it
public record CaptionOrder(
        CaptionsAddress service, List<ReferenceImage> references, String prompt, boolean replaces) {
    public CaptionOrder {
        references = references.stream().filter(each -> replaces || isUncaptioned(each)).toList();
    }

    public static boolean isUncaptioned(ReferenceImage reference) {
        return reference.caption().isBlank();
    }

    /// The same for other references.
    public CaptionOrder of(List<ReferenceImage> others) {
        return new CaptionOrder(service, others, prompt, replaces);
    }
}
