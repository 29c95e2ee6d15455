//! Who acts.

use crate::values::vocabulary::define::vocabulary;

vocabulary! {
    /// Who acts.
    Role {
        /// Marketing.
        #[doc(alias = "マーケティング")]
        Mk = "mk",
        /// Inside sales, inbound.
        #[doc(alias = "インサイドセールス")]
        Sdr = "sdr",
        /// Inside sales, outbound.
        Bdr = "bdr",
        /// Inside sales, relationship and closing support.
        Isr = "isr",
        /// Field sales.
        #[doc(alias = "フィールドセールス")]
        Fs = "fs",
        /// Customer success.
        #[doc(alias = "カスタマーサクセス")]
        Cs = "cs",
        /// A manager of any of them.
        Manager = "manager",
        /// The host itself: imports, clocks, automatic rules.
        System = "system",
        /// An AI assistant: proposes, never decides.
        #[doc(alias = "AI")]
        Assistant = "assistant",
    }
}
