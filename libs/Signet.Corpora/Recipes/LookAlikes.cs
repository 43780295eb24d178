namespace Signet.Corpora.Recipes;

/// <summary>Alphabets whose letters look like Latin ones, or are Latin ones in another dress.</summary>
internal static class LookAlikes
{
    /// <summary>By the name that a recipe uses.</summary>
    public static IReadOnlyDictionary<string, Alphabet> Alphabets { get; } = new Dictionary<string, Alphabet>
    {
        ["cyrillic"] = Alphabet.Pairs("aа eе oо cс pр xх yу iі sѕ jј hһ dԁ qԛ wԝ AА BВ EЕ KК MМ HН OО PР CС TТ XХ IІ SЅ"),
        ["greek"] = Alphabet.Pairs("aα eε iι oο rρ nη uυ vν tτ kκ AΑ BΒ EΕ HΗ IΙ KΚ MΜ NΝ OΟ PΡ TΤ XΧ YΥ ZΖ"),
        ["greek_capitals"] = Alphabet.Pairs("eΣ oΩ aΛ EΣ OΩ AΛ"),
        ["latin_extensions"] = Alphabet.Pairs("aɑ bɓ dɗ eɘ gɡ iɩ lɭ nɲ oɵ rɽ sʂ tƭ uʋ yƴ"),
        ["small_capitals"] = Alphabet.Pairs("aᴀ bʙ cᴄ dᴅ eᴇ gɢ hʜ iɪ jᴊ kᴋ lʟ mᴍ nɴ oᴏ pᴘ rʀ tᴛ uᴜ vᴠ wᴡ yʏ zᴢ"),
        ["armenian"] = Alphabet.Pairs("oօ uս nո gց hհ iі qզ"),
        ["cherokee"] = Alphabet.Pairs("AᎪ BᏴ CᏟ DᎠ EᎬ GᏀ HᎻ IᏆ JᎫ KᏦ LᏞ MᎷ PᏢ RᏒ SᏚ TᎢ VᏙ WᎳ YᎩ ZᏃ"),
        ["indic_zero"] = Alphabet.Pairs("o० O०"),
        ["digits_zero"] = Alphabet.Pairs("o౦ O೦"),
        ["mixed_scripts"] = Alphabet.Pairs("aа eε iι oօ gɡ rᴦ nո sѕ tт uս cϲ pр dԁ yу"),
        ["leet"] = Alphabet.Pairs("a4 e3 i1 o0 s5 t7"),
        ["leet_symbols"] = Alphabet.Pairs("a@ e3 i! o0 s$ t+"),
        ["full_width"] = Alphabet.Run('!', '~', 0xff01),
        ["math_bold"] = Alphabet.Latin(0x1d400, 0x1d41a),
        ["math_sans"] = Alphabet.Latin(0x1d5a0, 0x1d5ba),
        ["math_monospace"] = Alphabet.Latin(0x1d670, 0x1d68a),
        ["math_fraktur_bold"] = Alphabet.Latin(0x1d56c, 0x1d586),
        ["math_script_bold"] = Alphabet.Latin(0x1d4d0, 0x1d4ea),
        ["math_double_struck"] = Alphabet.Run('a', 'z', 0x1d552),
        ["circled"] = Alphabet.Latin(0x24b6, 0x24d0),
        ["parenthesized"] = Alphabet.Run('a', 'z', 0x249c),
        ["squared"] = Alphabet.Upper(0x1f130),
        ["negative_squared"] = Alphabet.Upper(0x1f170),
        ["regional_indicators"] = Alphabet.Upper(0x1f1e6),
        ["superscript"] = Alphabet.Pairs("aᵃ bᵇ cᶜ dᵈ eᵉ fᶠ gᵍ hʰ iⁱ jʲ kᵏ lˡ mᵐ nⁿ oᵒ pᵖ rʳ sˢ tᵗ uᵘ vᵛ wʷ xˣ yʸ zᶻ"),
    };
}
