using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using UsageCluster.Actors.Control;
using UsageCluster.Core.Time;

namespace UsageCluster.Ledger.Tests.Conformance;

public abstract partial class ControlStoreConformance
{
    [Fact]
    public async Task A_key_that_was_never_made_is_not_found() => Assert.Null(await Control.FindKeyAsync("nobody", CancellationToken.None));

    [Fact]
    public async Task A_new_key_keeps_every_field_and_is_audited_and_counted()
    {
        var first = await MakeCompanyAsync();
        var second = await MakeCompanyAsync();
        var key = Samples.Key() with
        {
            Kind = KeyKind.Runtime,
            BoundCompanies = [second.CompanyId, first.CompanyId],
            Scopes = ["admin:read", "write:usage"],
            PreviousSecretHash = RandomNumberGenerator.GetBytes(32),
            PreviousSecretUntil = new Instant(Samples.Noon.Ticks + 1),
            ExpiresAt = new Instant(Samples.Noon.Ticks + 2),
            RevokedAt = new Instant(Samples.Noon.Ticks + 3),
            CreatedAt = new Instant(Samples.Noon.Ticks + 4),
            LastUsedAt = new Instant(Samples.Noon.Ticks + 5),
        };
        var audit = Samples.Audit("key.create");
        var before = await WrittenAsync();

        var outcome = await Control.CreateKeyAsync(key, audit, CancellationToken.None);

        Assert.Equal(StoreWrite.Created, outcome);
        AssertSame(key, await Control.FindKeyAsync(key.KeyId, CancellationToken.None));
        await AssertOneWriteSinceAsync(before, audit, new ControlChange(ControlKind.Key, key.KeyId));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_key_for_all_companies_is_not_one_for_none(bool all)
    {
        var key = Samples.Key() with { Kind = KeyKind.Runtime, BoundCompanies = all ? null : [], Scopes = [] };

        await Control.CreateKeyAsync(key, Samples.Audit(), CancellationToken.None);

        AssertSame(key, await Control.FindKeyAsync(key.KeyId, CancellationToken.None));
    }

    [Fact]
    public async Task Of_several_first_keys_at_once_one_is_kept()
    {
        await using var database = await factory.CreateDatabaseAsync();
        await using var store = await database.OpenAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.Control.CreateFirstKeyAsync(Samples.Key(), Samples.Audit(), CancellationToken.None)));

        Assert.Single(made, StoreWrite.Created);
        Assert.Equal(7, made.Count(outcome => outcome == StoreWrite.Unchanged));
        Assert.Equal(1, (await store.Control.ListKeysAsync(new PageRequest(1, 10), CancellationToken.None)).TotalCount);
    }

    [Fact]
    public async Task A_key_needs_its_owner_and_every_bound_company()
    {
        var company = await MakeCompanyAsync();
        var deleted = await MakeAtsAsync();
        await DeleteAtsAsync(deleted);
        var before = await WrittenAsync();
        KeyRow[] orphans =
        [
            Samples.Key() with { Kind = KeyKind.Company, Owner = "nobody" },
            Samples.Key() with { Kind = KeyKind.Company, Owner = deleted },
            Samples.Key() with { Kind = KeyKind.Ats, Owner = "nobody" },
            Samples.Key() with { Kind = KeyKind.Ats, Owner = deleted },
            Samples.Key() with { Kind = KeyKind.Ats, Owner = company.CompanyId },
            Samples.Key() with { Kind = KeyKind.Runtime, BoundCompanies = [company.CompanyId, "nobody"] },
        ];

        foreach (var orphan in orphans)
        {
            Assert.Equal(StoreWrite.MissingReference, await Control.CreateKeyAsync(orphan, Samples.Audit(), CancellationToken.None));
            Assert.Null(await Control.FindKeyAsync(orphan.KeyId, CancellationToken.None));
        }

        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task A_key_id_is_given_once()
    {
        var key = await MakeKeyAsync(KeyKind.Admin, null);
        var before = await WrittenAsync();

        var outcome = await Control.CreateKeyAsync(key with { Name = "Other" }, Samples.Audit(), CancellationToken.None);

        Assert.Equal(StoreWrite.Unchanged, outcome);
        AssertSame(key, await Control.FindKeyAsync(key.KeyId, CancellationToken.None));
        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task A_key_is_changed_with_what_it_was_before_in_the_audit()
    {
        var key = await MakeKeyAsync(KeyKind.Admin, null);
        var audit = Samples.Audit("key.revoke");
        var before = await WrittenAsync();
        List<Instant?> seen = [];

        var outcome = await Control.ChangeKeyAsync(
            key.KeyId,
            row => row with { RevokedAt = Samples.Noon, ExpiresAt = Instant.Latest },
            (old, changed) =>
            {
                seen.AddRange([old.RevokedAt, changed.RevokedAt]);
                return audit;
            },
            CancellationToken.None);

        Assert.Equal(StoreWrite.Updated, outcome);
        Assert.Equal([null, Samples.Noon], seen);
        AssertSame(
            key with { RevokedAt = Samples.Noon, ExpiresAt = Instant.Latest }, await Control.FindKeyAsync(key.KeyId, CancellationToken.None));
        await AssertOneWriteSinceAsync(before, audit, new ControlChange(ControlKind.Key, key.KeyId));
    }

    [Fact]
    public async Task A_key_that_is_left_as_it_is_or_does_not_exist_is_not_changed()
    {
        var key = await MakeKeyAsync(KeyKind.Admin, null);
        var before = await WrittenAsync();

        var left = await Control.ChangeKeyAsync(key.KeyId, _ => null, (_, _) => Samples.Audit(), CancellationToken.None);
        var none = await Control.ChangeKeyAsync("nobody", row => row, (_, _) => Samples.Audit(), CancellationToken.None);

        Assert.Equal((StoreWrite.Unchanged, StoreWrite.NotFound), (left, none));
        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task Rotations_at_once_follow_one_another()
    {
        var key = await MakeKeyAsync(KeyKind.Admin, null);
        var before = await WrittenAsync();

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Control.ChangeKeyAsync(
            key.KeyId,
            row => row with { PreviousSecretHash = row.SecretHash, SecretHash = [(byte)i], Name = row.Name + i.ToString(CultureInfo.InvariantCulture) },
            (_, _) => Samples.Audit("key.rotate"),
            CancellationToken.None)));

        Assert.All(outcomes, o => Assert.Equal(StoreWrite.Updated, o));
        var rotated = (await Control.FindKeyAsync(key.KeyId, CancellationToken.None))!;
        var order = rotated.Name[key.Name.Length..];
        Assert.Equal("01234567", string.Concat(order.Order()));
        Assert.Equal([(byte)(order[7] - '0')], rotated.SecretHash);
        Assert.Equal([(byte)(order[6] - '0')], rotated.PreviousSecretHash!);
        Assert.Equal(new Written(before.Revision + 8, before.AuditRecords + 8), await WrittenAsync());
    }

    [Fact]
    public async Task Last_use_is_noted_without_audit_and_revision_and_never_goes_back()
    {
        var first = await MakeKeyAsync(KeyKind.Admin, null);
        var second = await MakeKeyAsync(KeyKind.Admin, null);
        var later = Samples.Noon.Plus(TimeSpan.FromMinutes(1));
        var before = await WrittenAsync();

        await TouchAsync((first.KeyId, later), (second.KeyId, Samples.Noon), ("nobody", Samples.Noon));
        await TouchAsync((first.KeyId, Samples.Noon), (second.KeyId, later));
        await TouchAsync();

        Assert.Equal(later, (await Control.FindKeyAsync(first.KeyId, CancellationToken.None))!.LastUsedAt);
        Assert.Equal(later, (await Control.FindKeyAsync(second.KeyId, CancellationToken.None))!.LastUsedAt);
        await AssertNothingWrittenSinceAsync(before);
    }

    [Fact]
    public async Task Keys_are_listed_newest_first_then_by_id_in_pages()
    {
        await using var database = await factory.CreateDatabaseAsync();
        await using var store = await database.OpenAsync();
        foreach (var (id, minute) in new[] { ("b", 1), ("a", 1), ("old", 0), ("new", 2), ("B", 1) })
        {
            var key = Samples.Key() with { KeyId = id, CreatedAt = Samples.Noon.Plus(TimeSpan.FromMinutes(minute)) };
            await store.Control.CreateKeyAsync(key, Samples.Audit(), CancellationToken.None);
        }

        var pages = new List<PageOf<KeyRow>>();
        for (var page = 1; page <= 4; page++)
            pages.Add(await store.Control.ListKeysAsync(new PageRequest(page, 2), CancellationToken.None));

        Assert.Equal([["new", "B"], ["a", "b"], ["old"], []], pages.Select(p => p.Rows.Select(k => k.KeyId)));
        Assert.All(pages, p => Assert.Equal(5, p.TotalCount));
    }

    private async Task<KeyRow> MakeKeyAsync(KeyKind kind, string? owner)
    {
        var key = Samples.Key() with { Kind = kind, Owner = owner };
        Assert.Equal(StoreWrite.Created, await Control.CreateKeyAsync(key, Samples.Audit("key.create"), CancellationToken.None));
        return key;
    }

    private Task TouchAsync(params (string KeyId, Instant At)[] used) =>
        Control.TouchKeysAsync(used.ToDictionary(u => u.KeyId, u => u.At), CancellationToken.None);

    private static void AssertSame(KeyRow expected, KeyRow? actual) =>
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(actual));
}
