using UsageCluster.Core.Tests.Support;
using UsageCluster.Core.Time;

namespace UsageCluster.Core.Tests.Time;

public class InstantGrammarTests
{
    [Theory]
    [InlineData("2026-01-31", "2026-01-31T00:00:00Z")]
    [InlineData("2026-01-31T23:59", "2026-01-31T23:59:00Z")]
    [InlineData("2026-01-31T23:59Z", "2026-01-31T23:59:00Z")]
    [InlineData("2026-01-31T23:59+02:00", "2026-01-31T21:59:00Z")]
    [InlineData("2026-01-31T23:59:58", "2026-01-31T23:59:58Z")]
    [InlineData("2026-01-31T23:59:58.1", "2026-01-31T23:59:58.1Z")]
    [InlineData("2026-01-31T23:59:58.1234567Z", "2026-01-31T23:59:58.1234567Z")]
    [InlineData("2026-01-31T23:59:58.1230000-23:59", "2026-02-01T23:58:58.123Z")]
    [InlineData("2024-02-29", "2024-02-29T00:00:00Z")]
    [InlineData("2000-02-29", "2000-02-29T00:00:00Z")]
    [InlineData("1970-01-01", "1970-01-01T00:00:00Z")]
    [InlineData("1970-01-01T01:00+01:00", "1970-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59.9999999Z")]
    [InlineData("2026-01-01T00:00-00:00", "2026-01-01T00:00:00Z")]
    public void An_instant_of_the_grammar_is_read_in_UTC(string text, string expected)
    {
        Assert.True(InstantGrammar.TryParse(text, out var instant));
        Assert.Equal(expected, instant.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("2026")]
    [InlineData("2026-01")]
    [InlineData("2026-1-1")]
    [InlineData("01/02/2026")]
    [InlineData("20260131")]
    [InlineData("2026-02-29")]
    [InlineData("2100-02-29")]
    [InlineData("2026-04-31")]
    [InlineData("2026-00-01")]
    [InlineData("2026-13-01")]
    [InlineData("2026-01-00")]
    [InlineData("2026-01-32")]
    [InlineData("0000-01-01")]
    [InlineData("1969-12-31")]
    [InlineData("1969-12-31T23:30-01:00")]
    [InlineData("1970-01-01T00:59+01:00")]
    [InlineData("9999-12-31T23:59-00:01")]
    [InlineData("10000-01-01")]
    [InlineData("-2026-01-01")]
    [InlineData("+2026-01-01")]
    [InlineData("2026-01-31Z")]
    [InlineData("2026-01-31+01:00")]
    [InlineData("2026-01-31T")]
    [InlineData("2026-01-31T12")]
    [InlineData("2026-01-31T12Z")]
    [InlineData("2026-01-31T12:")]
    [InlineData("2026-01-31t12:00Z")]
    [InlineData("2026-01-31T12:00z")]
    [InlineData("2026-01-31 12:00Z")]
    [InlineData("2026-01-31T24:00")]
    [InlineData("2026-01-31T24:00:00Z")]
    [InlineData("2026-01-31T12:60")]
    [InlineData("2026-01-31T23:59:60Z")]
    [InlineData("2026-01-31T12:00:")]
    [InlineData("2026-01-31T12:00:0")]
    [InlineData("2026-01-31T12:00.5Z")]
    [InlineData("2026-01-31T12:00:00.")]
    [InlineData("2026-01-31T12:00:00.Z")]
    [InlineData("2026-01-31T12:00:00,5Z")]
    [InlineData("2026-01-31T12:00:00.12345678Z")]
    [InlineData("2026-01-31T12:00:00.00000000Z")]
    [InlineData("2026-01-31T12:00 02:00")]
    [InlineData("2026-01-31T12:00+0200")]
    [InlineData("2026-01-31T12:00+02")]
    [InlineData("2026-01-31T12:00+24:00")]
    [InlineData("2026-01-31T12:00+00:60")]
    [InlineData("2026-01-31T12:00+2:00")]
    [InlineData("2026-01-31T12:00\u221202:00")]
    [InlineData("2026-01-31T12:00Z+00:00")]
    [InlineData("2026-01-31T12:00ZZ")]
    [InlineData(" 2026-01-31")]
    [InlineData("2026-01-31 ")]
    [InlineData("2026-01-31\n")]
    [InlineData("2026-01-31T12:00:00Z\0")]
    [InlineData("\u0662\u0660\u0662\u0666-01-31")]
    public void Anything_else_is_refused(string text) => Assert.False(InstantGrammar.TryParse(text, out _));

    [Fact]
    public void Every_instant_is_read_as_it_was_written() =>
        Law.Holds(Generate.Instants, 1000, instant =>
            InstantGrammar.TryParse(instant.ToString(), out var read) && read == instant);

    [Fact]
    public void An_offset_moves_the_instant_and_nothing_else() =>
        Law.Holds(Generate.InstantsWithOffset, 1000, pair =>
        {
            var (instant, offsetMinutes) = pair;
            var local = new DateTimeOffset(instant.Ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offsetMinutes));
            Assert.True(InstantGrammar.TryParse(local.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", null), out var read));
            Assert.Equal(instant, read);
        });

    [Fact]
    public void A_text_with_one_character_changed_is_refused_or_read_as_the_framework_reads_it() =>
        Law.Holds(Generate.DamagedInstantTexts, 3000, text =>
        {
            if (!InstantGrammar.TryParse(text, out var read))
                return;
            string[] formats = ["yyyy-MM-dd", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];
            Assert.True(DateTimeOffset.TryParseExact(
                text, formats, null, System.Globalization.DateTimeStyles.AssumeUniversal, out var framework), text);
            Assert.Equal(Instant.From(framework), read);
        });
}
