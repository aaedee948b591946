"""Steps 1 to 3: synth, deployment, files from landing to published or quarantined."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from cli.assembly import StackArtifact, read_stacks, synthesise
from cli.bootstrap import bootstrap
from cli.demo.files import DemoFile
from cli.demo.story import Story
from cli.demo.world import World
from cli.files import follow, land
from cli.local import deploy_stacks


def synthesise_app(story: Story) -> list[StackArtifact]:
    """Make the templates with the policies on."""
    with story.step("Synthesise the CDK app, policy packs on"):
        stacks = read_stacks(synthesise())
        accounts = len({stack.account for stack in stacks})
        story.say(f"{len(stacks)} stacks for {accounts} accounts")
    return stacks


def start_aws(world: World) -> None:
    """Start the embedded AWS and bootstrap every account."""
    world.aws.start(world.mesh)
    domains = (domain.account for domain in world.mesh.domains)
    accounts = (world.mesh.names.governance_account, *domains)
    with ThreadPoolExecutor(max_workers=len(accounts)) as pool:
        # Sessions are made one after the other: botocore's are not safe while they are made.
        done = [
            pool.submit(bootstrap, world.session(account), account, world.mesh.names.region)
            for account in accounts
        ]
    for one in done:
        one.result()


def deploy_mesh(story: Story, world: World, stacks: list[StackArtifact]) -> None:
    """Deploy governance, invite the domains, deploy them: they register by themselves."""
    with story.step("Deploy the templates; invite and register the domains"):
        governance = world.mesh.names.governance_account
        first = [stack for stack in stacks if stack.account == governance]
        deploy_stacks(world.aws, first, lambda done: story.say(f"{done.stack} {done.change}"))
        platform = world.api("governance/platform")
        for domain in world.mesh.domains:
            body = {"account": domain.account, "roles": list(domain.roles)}
            platform.call("PUT", f"/domains/{domain.name}/invitation", body)
        rest = [stack for stack in stacks if stack.account != governance]
        deploy_stacks(
            world.aws,
            rest,
            lambda done: story.say(f"{done.stack} {done.change} ({done.seconds} s)"),
        )
        found = platform.call("GET", "/domains")["domains"]
        story.expect(
            "every domain is registered",
            happened={entry["name"] for entry in found if entry["state"] == "registered"}
            == {domain.name for domain in world.mesh.domains},
        )


def land_files(story: Story, world: World, files: Iterable[DemoFile]) -> None:
    """Land everything; each file ends published or in quarantine, the leaking one discarded."""
    with story.step("Land the files; scan, publish or quarantine each"):
        landed = [(file, _land(world, file)) for file in files]
        for file, identity in landed:
            (settled,) = follow(world.api(f"{file.product.domain}/owner"), file.product, [identity])
            _judge(story, file, settled)
        _discard(story, world)


def _land(world: World, file: DemoFile) -> str:
    account = world.mesh.domain(file.product.domain).account
    bucket = world.mesh.names.bucket("landing", account)
    return land(world.session(f"{file.product.domain}/engineer"), bucket, file.product, file.path)


def _judge(story: Story, file: DemoFile, settled: dict[str, Any]) -> None:
    name = f"{file.product.domain}/{file.product.product}"
    kind = "synthetic" if file.synthetic else "real"
    if file.leaks:
        story.expect(f"{file.path.name} is refused", happened=settled["state"] == "quarantined")
        story.say(f"{name}: {file.path.name} ({kind}) refused: {settled['reason']}")
        entry = {"product": name, "file": settled["file"], "reason": settled["reason"]}
        story.report.setdefault("quarantined", []).append(entry)
        return
    story.expect(
        f"{file.path.name} is published, not {settled['state']} ({settled.get('reason')})",
        happened=settled["state"] == "published",
    )
    story.say(f"{name}: {file.path.name} ({kind}) published, {settled['rows']:,} rows")


def _discard(story: Story, world: World) -> None:
    owner = world.api("loyalty/owner")
    for file in owner.call("GET", "/files", query={"state": "quarantined"})["files"]:
        body = {
            "product": file["product"],
            "file": file["id"],
            "reason": "contacts in remarks; asked the agents for a clean file",
        }
        done = owner.call("POST", "/quarantine/discard", body)
        story.say(f"the owner of {file['product']} discards it: {done['state']}")
