//! A way to reach a person.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// A way to reach a person.
    Channel {
        /// Telephone.
        #[doc(alias = "電話")]
        Phone = "phone",
        /// Mail.
        #[doc(alias = "メール")]
        Mail = "mail",
        /// A social network.
        Social = "social",
        /// Chat on a site or in a messenger.
        Chat = "chat",
        /// A meeting by video.
        WebMeeting = "web_meeting",
        /// Face to face.
        InPerson = "in_person",
        /// A letter on paper.
        Letter = "letter",
        /// A form on a site.
        Form = "form",
    }
}
