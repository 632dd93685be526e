using UsageCluster.Http.Tests.Support;

namespace UsageCluster.Http.Tests.Sockets;

/// <summary>Requests of which two servers could disagree where they end. What follows must never be taken for a second one.</summary>
public sealed class SmugglingTests(SharedHttpServer shared) : IClassFixture<SharedHttpServer>
{
    private const string TwoBytes = "Content-Length: 2\r\n", Chunked = "Transfer-Encoding: chunked\r\n", NoBytes = "0\r\n\r\n";

    /// <summary>The lines that frame the body, and the body; the hidden request follows.</summary>
    public static TheoryData<string, string, string> Ambiguous => new()
    {
        { "two lengths", "Content-Length: 2\r\nContent-Length: 3\r\n", "[]" },
        { "a list of lengths", "Content-Length: 2, 3\r\n", "[]" },
        { "a negative length", "Content-Length: -1\r\n", "[]" },
        { "a length in hexadecimal", "Content-Length: 0x2\r\n", "[]" },
        { "a length of two words", "Content-Length: 2 2\r\n", "[]" },
        { "a length that no number holds", "Content-Length: 99999999999999999999\r\n", "[]" },
        { "no length at all", "Content-Length: \r\n", "[]" },
        { "a coding that is no chunks", "Transfer-Encoding: xchunked\r\n", NoBytes },
        { "chunks that are not the last coding", "Transfer-Encoding: chunked, identity\r\n", NoBytes },
        { "a coding that is none", "Transfer-Encoding: identity\r\n" + TwoBytes, "[]" },
        { "a coding with a tab of its own", "Transfer-Encoding: \u000bchunked\r\n", NoBytes },
        { "a quoted coding", "Transfer-Encoding: \"chunked\"\r\n", NoBytes },
        { "a folded header", "Transfer-Encoding:\r\n chunked\r\n", NoBytes },
        { "a folded header after another", "X-A: b\r\n Transfer-Encoding: chunked\r\n" + TwoBytes, "[]" },
        { "a space before the colon", "Transfer-Encoding : chunked\r\n" + TwoBytes, "[]" },
        { "a tab before the colon", "Content-Length\t: 2\r\n", "[]" },
        { "a header without a colon", "Transfer-Encoding chunked\r\n" + TwoBytes, "[]" },
        { "a header without a name", ": chunked\r\n" + TwoBytes, "[]" },
        { "a NUL in a header", "X-A: b\0c\r\n" + TwoBytes, "[]" },
        { "a bare CR in a header", "X-A: b\rTransfer-Encoding: chunked\r\n" + TwoBytes, "[]" },
        { "a chunk's size that is none", Chunked, "zz\r\n[]\r\n" + NoBytes },
        { "a chunk's size with a sign", Chunked, "+2\r\n[]\r\n" + NoBytes },
        { "a chunk's size in hexadecimal words", Chunked, "0x2\r\n[]\r\n" + NoBytes },
        { "a chunk's size that no number holds", Chunked, "fffffffffffffffff2\r\n[]\r\n" + NoBytes },
        { "a negative chunk", Chunked, "-2\r\n[]\r\n" + NoBytes },
        { "a chunk that is longer than it says", Chunked, "1\r\n[]\r\n" + NoBytes },
        { "a chunk that ends in a bare LF", Chunked, "2\n[]\n0\n\n" },
    };

    [Theory]
    [MemberData(nameof(Ambiguous))]
    public async Task An_ambiguous_request_is_refused_and_what_follows_is_not_taken_for_another(string what, string framing, string body)
    {
        var answers = await RawConnection.ExchangeAsync(shared.Server.Url, RawRequest.Post(shared.RuntimeKey, framing, body + RawRequest.MakesCompany));

        // Closed without a word is as good: some of it may not have been read.
        Assert.True(answers.Length == 0 || answers.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), $"{what}: {answers}");
        Assert.Equal(answers.Length == 0 ? 0 : 1, Count(answers));
        await AssertNothingMadeAsync();
    }

    [Fact]
    public async Task Chunks_win_over_a_length_and_the_connection_ends_there()
    {
        // RFC 9112, 6.1: taken as chunks, or refused; nothing after it is trusted.
        var answers = await RawConnection.ExchangeAsync(shared.Server.Url, RawRequest.Post(shared.RuntimeKey, "Content-Length: 2\r\n" + Chunked, "2\r\n[]\r\n" + NoBytes + RawRequest.MakesCompany));

        Assert.Equal(1, Count(answers));
        await AssertNothingMadeAsync();
    }

    [Fact]
    public async Task A_length_with_a_plus_is_the_number_that_it_says()
    {
        // Kestrel takes it, against RFC 9112; what follows is where it must be then, and the only request after it.
        var answers = await RawConnection.ExchangeAsync(
            shared.Server.Url, RawRequest.Post(shared.RuntimeKey, "Content-Length: +2\r\n", "[]" + RawRequest.Get("/nothing", "Connection: close\r\n")));

        Assert.Matches("(?s)^HTTP/1.1 (400 |200 .*HTTP/1.1 404 )", answers);
        Assert.InRange(Count(answers), 1, 2);
    }

    [Theory]
    [InlineData("2;name=value\r\n[]\r\n0\r\n\r\n")]
    [InlineData("2;\"\r\n[]\r\n0\r\n\r\n")]
    [InlineData("00002\r\n[]\r\n0\r\n\r\n")]
    [InlineData("2\r\n[]\r\n0\r\nAuthorization: Bearer x\r\nContent-Length: 100\r\n\r\n")]
    public async Task Extensions_and_trailers_of_chunks_change_nothing(string chunks)
    {
        var answers = await RawConnection.ExchangeAsync(shared.Server.Url, RawRequest.Post(shared.RuntimeKey, "Connection: close\r\n" + Chunked, chunks));

        Assert.True(answers.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal) || answers.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), answers);
        Assert.Equal(1, Count(answers));
    }

    [Fact]
    public async Task An_extension_of_a_chunk_without_an_end_is_bounded()
    {
        var answers = await RawConnection.ExchangeAsync(shared.Server.Url, RawRequest.Post(shared.RuntimeKey, Chunked, "2;" + new string('x', 4 << 20)));

        Assert.True(answers.Length == 0 || answers.StartsWith("HTTP/1.1 4", StringComparison.Ordinal), answers);
        Assert.InRange(Count(answers), 0, 1);
    }

    [Theory]
    [InlineData("GET /healthz/live HTTP/1.1\r\nHost: x\r\nContent-Length: 999999999999\r\n\r\n")]
    [InlineData("GET /healthz/live HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")]
    public async Task A_body_that_nobody_reads_is_no_second_request(string head)
    {
        var answers = await RawConnection.ExchangeAsync(shared.Server.Url, head + RawRequest.MakesCompany, hangUp: true);

        Assert.InRange(Count(answers.Replace("HTTP/1.1 400 ", "", StringComparison.Ordinal)), 0, 1);
        await AssertNothingMadeAsync();
    }

    [Fact]
    public async Task Nothing_hidden_was_ever_made()
    {
        // The hidden request is a good one: sent openly, it is taken.
        var answers = await RawConnection.ExchangeAsync(
            shared.Server.Url, RawRequest.MakesCompany.Replace("smuggled", "open", StringComparison.Ordinal).Replace("Host: x\r\n", "Host: x\r\nConnection: close\r\n", StringComparison.Ordinal));

        Assert.StartsWith("HTTP/1.1 201 ", answers, StringComparison.Ordinal);
        await AssertNothingMadeAsync();
    }

    private static int Count(string answers) => answers.Split("HTTP/1.1 ").Length - 1;

    private async Task AssertNothingMadeAsync()
    {
        var companies = await shared.Server.Admin.GetAsync("/admin/companies?pageSize=100");
        Assert.DoesNotContain("smuggled", companies.GetRawText(), StringComparison.Ordinal);
    }
}
