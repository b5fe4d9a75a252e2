FROM gradle:8-jdk17 AS build

COPY . /home/app
WORKDIR /home/app
RUN gradle --no-daemon installDist

FROM eclipse-temurin:17-jre
WORKDIR /home/app
COPY --from=build /home/app/build/install/sums ./build/install/sums

ENTRYPOINT ["build/install/sums/bin/sums"]
CMD ["1", "2"]
